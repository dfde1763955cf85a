//! Projects.

use super::{Read, Reader, User};

/// A project as the account sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Jira's id, which stays the same when the key changes.
    pub id: u64,
    /// The current key.
    pub key: String,
    /// The name people see.
    pub name: Option<String>,
    /// `software`, `business`, `service_desk`, ...
    pub project_type: Option<String>,
    /// The project lead.
    pub lead: Option<User>,
    /// The name of its category.
    pub category: Option<String>,
    /// Live unless Jira reports another state.
    pub state: ProjectState,
}

/// The state of a project, as reported by Jira.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProjectState {
    /// In use.
    Live,
    /// Read-only; on Cloud its issues no longer appear in searches.
    Archived,
    /// In the trash, from which it can be restored.
    Trashed,
}

impl Read for Project {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = reader.required_id()?;
        let key = reader.text("key");
        if key.is_none() {
            reader.warn("key", "is missing, so the project is left out");
        }
        let archived = reader.flag("archived").unwrap_or(false);
        let deleted = reader.flag("deleted").unwrap_or(false);
        Some(Self {
            id,
            key: key?,
            name: reader.text("name"),
            project_type: reader.text("projectTypeKey"),
            lead: reader.object("lead"),
            category: reader.inside("projectCategory", |category| category.text("name")).flatten(),
            state: match (deleted, archived) {
                (true, _) => ProjectState::Trashed,
                (false, true) => ProjectState::Archived,
                (false, false) => ProjectState::Live,
            },
        })
    }
}
