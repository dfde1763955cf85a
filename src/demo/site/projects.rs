//! Current projects.

use serde::{Deserialize, Serialize};

use super::{Named, State};
use crate::demo::data::{Project, Sprint};

/// The state of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectState {
    /// In use.
    Live,
    /// Read-only: searches do not find its issues, but they can be opened.
    Archived,
    /// In the trash: listed as deleted, and its issues are hidden.
    Trashed,
}

/// A project and its changes.
#[derive(Clone, Debug)]
pub(crate) struct SiteProject {
    pub(crate) made: Project,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) old_keys: Vec<String>,
    pub(crate) state: ProjectState,
    /// Whether the account may browse it.
    pub(crate) permitted: bool,
    pub(crate) next_number: u64,
}

impl SiteProject {
    pub(crate) fn new(made: Project, next_number: u64) -> Self {
        let (key, name) = (made.key.clone(), made.name.clone());
        Self {
            made,
            key,
            name,
            old_keys: Vec::new(),
            state: ProjectState::Live,
            permitted: true,
            next_number,
        }
    }

    /// Whether searches find its issues.
    pub(crate) fn searchable(&self) -> bool {
        self.permitted && self.state == ProjectState::Live
    }

    /// Whether the account can open its issues.
    pub(crate) fn readable(&self) -> bool {
        self.permitted && self.state != ProjectState::Trashed
    }
}

impl State {
    /// A sprint in its current state.
    pub(crate) fn sprint(&self, id: u64) -> Option<Sprint> {
        let sprint = self.sprints.get(&id).cloned().or_else(|| self.generator.sprint_by_id(id))?;
        let name = self.name(Named::Sprint, &id.to_string(), &sprint.name).to_owned();
        Some(Sprint { name, ..sprint })
    }

    /// A project by its current key or a former one.
    pub(crate) fn project_by_any_key(&self, key: &str) -> Option<usize> {
        let is = |k: &String| k.eq_ignore_ascii_case(key);
        self.projects
            .iter()
            .position(|p| is(&p.key))
            .or_else(|| self.projects.iter().position(|p| p.old_keys.iter().any(is)))
    }

    /// A project by id, current key or former key.
    pub(crate) fn project(&self, id_or_key: &str) -> Option<usize> {
        match id_or_key.parse::<u64>() {
            Ok(id) => self.projects.iter().position(|p| p.made.id == id),
            Err(_) => self.project_by_any_key(id_or_key),
        }
    }
}
