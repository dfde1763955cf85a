//! Comments on issues.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Read, Reader, User};

/// A comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// Jira's id.
    pub id: u64,
    /// Who wrote it; `None` for anonymous and deleted users.
    pub author: Option<User>,
    /// Who last changed it.
    pub update_author: Option<User>,
    /// An ADF document on Cloud, wiki markup on Data Center. See [`super::text::plain`].
    pub body: Option<Value>,
    /// When it was written.
    pub created: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// The name of the only group or role that may see it, if it is restricted.
    pub visibility: Option<String>,
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
            visibility: visibility(reader),
        })
    }
}

/// The group or role that a comment or worklog is restricted to.
pub(super) fn visibility(reader: &mut Reader<'_>) -> Option<String> {
    reader.inside("visibility", |restriction| restriction.text("value")).flatten()
}
