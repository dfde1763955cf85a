//! Agile boards.

use super::{Read, Reader};

/// A board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Jira's id.
    pub id: u64,
    /// The name people see.
    pub name: Option<String>,
    /// `scrum`, `kanban` or `simple`. Only scrum boards always have sprints.
    pub kind: Option<String>,
    /// The project it belongs to, if any.
    pub project_id: Option<u64>,
}

impl Read for Board {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            name: reader.text("name"),
            kind: reader.text("type"),
            project_id: reader.inside("location", |location| location.id("projectId")).flatten(),
        })
    }
}
