//! Renames, project states and permissions: changes that do not affect the `updated` of any issue.

use super::super::Named;
use super::{ControlError, ProjectState, Site, not_found};
use crate::demo::data::{Sprint, SprintState};

impl Site {
    /// Changes the key of a project. The keys of its issues change as well, and the old ones still work.
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

    /// Renames a status.
    pub fn rename_status(&self, status: &str, name: &str) -> Result<(), ControlError> {
        self.rename(Named::Status, status, name)
    }

    /// Renames a sprint.
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

    /// Archives, trashes or restores a project.
    pub fn set_project_state(&self, project: &str, to: ProjectState) -> Result<(), ControlError> {
        let mut state = self.write();
        let index = state.find_project(project)?;
        state.projects[index].state = to;
        Ok(())
    }

    /// Changes several projects at the same moment: whether the account may browse them, and their state. `None` =
    /// unchanged.
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

    /// Revokes or grants the account's permission to browse a project.
    pub fn set_permission(&self, project: &str, permitted: bool) -> Result<(), ControlError> {
        let mut state = self.write();
        let index = state.project(project).ok_or_else(|| not_found("project", project))?;
        state.projects[index].permitted = permitted;
        Ok(())
    }
}
