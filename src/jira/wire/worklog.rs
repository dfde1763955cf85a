//! Time logged on issues.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Read, Reader, User, comment::visibility};

/// A worklog.
#[derive(Clone, Debug, PartialEq)]
pub struct Worklog {
    /// Jira's id.
    pub id: u64,
    /// The issue; present in lists across issues.
    pub issue_id: Option<u64>,
    /// Who worked.
    pub author: Option<User>,
    /// When the work started.
    pub started: Option<DateTime<Utc>>,
    /// The time spent, in seconds.
    pub time_spent_seconds: Option<i64>,
    /// An ADF document on Cloud, wiki markup on Data Center.
    pub comment: Option<Value>,
    /// When it was logged.
    pub created: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// The name of the only group or role that may see it, if it is restricted.
    pub visibility: Option<String>,
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
            visibility: visibility(reader),
        })
    }
}
