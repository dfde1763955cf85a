//! Time logged on issues.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Read, Reader, User, Visibility};

/// A worklog.
#[derive(Clone, Debug, PartialEq)]
pub struct Worklog {
    /// Jira's id.
    pub id: u64,
    /// The issue; told in lists that span issues.
    pub issue_id: Option<u64>,
    /// Who worked.
    pub author: Option<User>,
    /// When the work began.
    pub started: Option<DateTime<Utc>>,
    /// How long it took.
    pub time_spent_seconds: Option<i64>,
    /// An ADF document on Cloud, wiki markup on Data Center.
    pub comment: Option<Value>,
    /// When it was logged.
    pub created: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub updated: Option<DateTime<Utc>>,
    /// To whom it is restricted.
    pub visibility: Option<Visibility>,
}

impl Read for Worklog {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            issue_id: reader.id("issueId"),
            author: reader.object("author"),
            started: reader.instant("started"),
            time_spent_seconds: reader.integer("timeSpentSeconds"),
            comment: reader.value("comment"),
            created: reader.instant("created"),
            updated: reader.instant("updated"),
            visibility: reader.object("visibility"),
        })
    }
}
