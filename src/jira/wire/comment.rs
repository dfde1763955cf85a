//! Comments on issues.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Read, Reader, User};

/// A comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// Jira's id.
    pub id: u64,
    /// Who wrote it; absent for anonymous and removed people.
    pub author: Option<User>,
    /// Who changed it last.
    pub update_author: Option<User>,
    /// An ADF document on Cloud, wiki markup on Data Center. See [`super::text::plain`].
    pub body: Option<Value>,
    /// When it was written.
    pub created: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub updated: Option<DateTime<Utc>>,
    /// To whom it is restricted.
    pub visibility: Option<Visibility>,
}

/// Who may see a comment or worklog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// `group` or `role`.
    pub kind: Option<String>,
    /// The name of the group or the role.
    pub value: Option<String>,
}

impl Read for Comment {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            author: reader.object("author"),
            update_author: reader.object("updateAuthor"),
            body: reader.value("body"),
            created: reader.instant("created"),
            updated: reader.instant("updated"),
            visibility: reader.object("visibility"),
        })
    }
}

impl Read for Visibility {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { kind: reader.text("type"), value: reader.text("value") })
    }
}
