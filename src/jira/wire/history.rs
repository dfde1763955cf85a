//! Changelogs of issues.

use chrono::{DateTime, Utc};

use super::{Read, Reader, User};

/// One entry of an issue's changelog: all changes made at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Jira's id.
    pub id: u64,
    /// Who made the change; `None` for anonymous and deleted users.
    pub author: Option<User>,
    /// When it was made.
    pub created: Option<DateTime<Utc>>,
    /// The changed fields, in Jira's order.
    pub items: Vec<ChangeItem>,
}

/// One changed field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeItem {
    /// The field's name.
    pub field: Option<String>,
    /// The field's id; absent on Data Center and in old entries.
    pub field_id: Option<String>,
    /// `jira` or `custom`.
    pub field_type: Option<String>,
    /// The id of the old value.
    pub from: Option<String>,
    /// The old value as displayed.
    pub from_text: Option<String>,
    /// The id of the new value.
    pub to: Option<String>,
    /// The new value as displayed.
    pub to_text: Option<String>,
}

impl Read for History {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            author: reader.object("author"),
            created: reader.instant("created"),
            items: reader.list("items"),
        })
    }
}

impl Read for ChangeItem {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            field: reader.text("field"),
            field_id: reader.text("fieldId"),
            field_type: reader.text("fieldtype"),
            from: reader.text("from"),
            from_text: reader.text("fromString"),
            to: reader.text("to"),
            to_text: reader.text("toString"),
        })
    }
}
