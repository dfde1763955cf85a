//! Components of projects.

use super::{Read, Reader, User};

/// A component of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Jira's id.
    pub id: u64,
    /// The name people see.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The lead; absent inside issues.
    pub lead: Option<User>,
}

impl Read for Component {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            name: reader.text("name"),
            description: reader.text("description"),
            lead: reader.object("lead"),
        })
    }
}
