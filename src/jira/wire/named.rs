//! Issue types, priorities and resolutions.

use super::{Read, Reader};

/// An issue type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueType {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether its issues are sub-tasks.
    pub subtask: Option<bool>,
    /// Cloud: -1 subtask, 0 standard, 1 epic, and more above.
    pub hierarchy_level: Option<i64>,
}

/// A priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
}

/// A resolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// The description.
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
