//! Renames, archives and permissions: changes that leave every issue's `updated` alone.

use super::super::Named;
use super::{ControlError, ProjectState, Site, not_found};
use crate::demo::data::{Sprint, SprintState};

impl Site {
    /// Gives a project another key. Its issues' keys follow, the old ones keep resolving.
    pub fn rename_project(&self, project: &str, key: &str) -> Result<(), ControlError> {
        let mut state = self.write();
        let index = state.find_project(project)?;
        if state.project_by_any_key(key).is_some_and(|other| other != index) {
            return Err(ControlError::Invalid(format!("another project has or had the key `{key}`")));
        }
        let old = std::mem::replace(&mut state.projects[index].key, key.to_owned());
        state.projects[index].old_keys.push(old);
        Ok(())
    }

    /// Gives a status another name.
    pub fn rename_status(&self, status: &str, name: &str) -> Result<(), ControlError> {
        self.rename(Named::Status, status, name)
    }

    /// Gives a sprint another name.
    pub fn rename_sprint(&self, sprint: u64, name: &str) -> Result<(), ControlError> {
        self.rename(Named::Sprint, &sprint.to_string(), name)
    }

    /// Starts or closes a sprint.
    pub fn set_sprint_state(&self, sprint: u64, to: SprintState) -> Result<(), ControlError> {
        let now = self.time(None);
        let mut state = self.write();
        let found = state.sprint(sprint).ok_or_else(|| not_found("sprint", &sprint.to_string()))?;
        let open = to != SprintState::Future;
        let changed = Sprint {
            state: to,
            start: found.start.or(open.then_some(now)),
            end: found.end.or(open.then_some(now)),
            complete: (to == SprintState::Closed).then_some(now),
            ..found
        };
        state.sprints.insert(sprint, changed);
        Ok(())
    }

    /// Archives a project, puts it in the trash, or restores it.
    pub fn set_project_state(&self, project: &str, to: ProjectState) -> Result<(), ControlError> {
        let mut state = self.write();
        let index = state.find_project(project)?;
        state.projects[index].state = to;
        Ok(())
    }

    /// Changes several projects at one moment: what the account may browse, and the state; `None` leaves it.
    pub fn change_projects(
        &self,
        projects: &[impl AsRef<str>],
        permitted: Option<bool>,
        to: Option<ProjectState>,
    ) -> Result<(), ControlError> {
        let mut state = self.write();
        let found = projects.iter().map(|project| state.find_project(project.as_ref()));
        for index in found.collect::<Result<Vec<_>, _>>()? {
            let project = &mut state.projects[index];
            project.permitted = permitted.unwrap_or(project.permitted);
            project.state = to.unwrap_or(project.state);
        }
        Ok(())
    }

    /// Takes the account's permission to browse a project, or gives it back.
    pub fn set_permission(&self, project: &str, permitted: bool) -> Result<(), ControlError> {
        let mut state = self.write();
        let index = state.project(project).ok_or_else(|| not_found("project", project))?;
        state.projects[index].permitted = permitted;
        Ok(())
    }
}
