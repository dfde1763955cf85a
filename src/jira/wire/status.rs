//! Workflow statuses.

use super::{Read, Reader};

/// A status of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// To do, in progress or done.
    pub category: Option<StatusCategory>,
}

/// The kind of a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCategory {
    /// Jira's id.
    pub id: String,
    /// `new`, `indeterminate`, `done` or `undefined`: the same in every language.
    pub key: Option<String>,
    /// The name people see.
    pub name: Option<String>,
}

impl Read for Status {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id_text()?,
            name: reader.text("name"),
            category: reader.object("statusCategory"),
        })
    }
}

impl Read for StatusCategory {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { id: reader.required_id_text()?, key: reader.text("key"), name: reader.text("name") })
    }
}
