//! Parts of a project.

use super::{Read, Reader, User};

/// A component of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Jira's id.
    pub id: u64,
    /// The name people see.
    pub name: Option<String>,
    /// Shown with the name.
    pub description: Option<String>,
    /// Who is responsible; not told inside issues.
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
