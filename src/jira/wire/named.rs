//! Issue types, priorities and resolutions: small lists with an id and a name.

use super::{Read, Reader};

/// A type of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueType {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// Shown with the name.
    pub description: Option<String>,
    /// Whether issues of this type need a parent.
    pub subtask: Option<bool>,
    /// Cloud: -1 subtask, 0 standard, 1 epic, and more above.
    pub hierarchy_level: Option<i64>,
}

/// How urgent an issue is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// Shown with the name.
    pub description: Option<String>,
}

/// How an issue ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// Shown with the name.
    pub description: Option<String>,
}

impl Read for IssueType {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id_text()?,
            name: reader.text("name"),
            description: reader.text("description"),
            subtask: reader.flag("subtask"),
            hierarchy_level: reader.integer("hierarchyLevel"),
        })
    }
}

impl Read for Priority {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id_text()?,
            name: reader.text("name"),
            description: reader.text("description"),
        })
    }
}

impl Read for Resolution {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id_text()?,
            name: reader.text("name"),
            description: reader.text("description"),
        })
    }
}
