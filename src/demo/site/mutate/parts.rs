//! Changes to versions, components and priorities.

use super::super::{Named, Priority};
use super::{ControlError, Entry, Item, Site, State, not_found};
use crate::demo::data::{Component, FIRST_LATER_CHILD, Version, date, item};

impl Site {
    /// Adds a version, and returns its id.
    pub fn add_version(&self, project: &str, name: &str) -> Result<u64, ControlError> {
        let today = date(self.time(None));
        let mut state = self.write();
        let (project, id) = (state.find_project(project)?, state.new_part_id());
        let mut all = state.versions(project);
        all.push(Version {
            id,
            name: name.to_owned(),
            released: false,
            archived: false,
            start: today.clone(),
            release: today,
        });
        state.versions.insert(project, all);
        Ok(id)
    }

    /// Releases or archives a version, or reverts this. [`Site::rename`] changes names.
    pub fn edit_version(&self, id: u64, released: bool, archived: bool) -> Result<(), ControlError> {
        let mut state = self.write();
        let project = state.project_of_version(id)?;
        let mut all = state.versions(project);
        for version in all.iter_mut().filter(|version| version.id == id) {
            (version.released, version.archived) = (released, archived);
        }
        state.versions.insert(project, all);
        Ok(())
    }

    /// Removes a version, also from its issues, which count as updated.
    pub fn remove_version(&self, id: u64) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let project = state.project_of_version(id)?;
        let (gone, left): (Vec<Version>, _) = state.versions(project).into_iter().partition(|v| v.id == id);
        state.versions.insert(project, left);
        let name = gone.into_iter().next().map(|version| version.name).unwrap_or_default();
        for (field, list) in [
            ("fixVersions", (|e| &mut e.issue.fix_versions) as fn(&mut Entry) -> &mut Vec<u64>),
            ("versions", |e| &mut e.issue.affects),
        ] {
            state.take_from_issues(project, id, list, at, &removal(field, id, &name));
        }
        Ok(())
    }

    /// Adds a component, and returns its id.
    pub fn add_component(&self, project: &str, name: &str) -> Result<u64, ControlError> {
        let mut state = self.write();
        let (project, id) = (state.find_project(project)?, state.new_part_id());
        let mut all = state.components(project);
        all.push(Component { id, name: name.to_owned() });
        state.components.insert(project, all);
        Ok(id)
    }

    /// Removes a component, also from its issues, which count as updated.
    pub fn remove_component(&self, id: u64) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let all = 0..state.projects.len();
        let project = all.into_iter().find(|p| state.components(*p).iter().any(|c| c.id == id));
        let project = project.ok_or_else(|| not_found("component", &id.to_string()))?;
        let (gone, left): (Vec<Component>, _) =
            state.components(project).into_iter().partition(|c| c.id == id);
        state.components.insert(project, left);
        let name = gone.into_iter().next().map(|component| component.name).unwrap_or_default();
        state.take_from_issues(
            project,
            id,
            |e| &mut e.issue.components,
            at,
            &removal("components", id, &name),
        );
        Ok(())
    }

    /// Adds a priority, and returns its id.
    pub fn add_priority(&self, name: &str) -> String {
        let mut state = self.write();
        let id = (10_000 + state.priorities.len()).to_string();
        state.priorities.push(Priority {
            id: id.clone(),
            name: name.to_owned(),
            color: "#2d8738",
            replaced_by: None,
        });
        id
    }

    /// Removes a priority, and sets its issues to `replacement` without changing their `updated`.
    pub fn remove_priority(&self, priority: &str, replacement: &str) -> Result<(), ControlError> {
        let mut state = self.write();
        let (gone, other) = (state.find_priority(priority)?, state.find_priority(replacement)?);
        if gone == other {
            return Err(ControlError::Invalid("a priority cannot replace itself".to_owned()));
        }
        state.priorities[gone].replaced_by = Some(other);
        Ok(())
    }
}

/// The changelog item for a removed version or component.
fn removal(field: &'static str, id: u64, name: &str) -> Item {
    item(field, Some((id.to_string(), name.to_owned())), None)
}

impl State {
    /// The index of an available priority, by id or current name.
    pub(super) fn find_priority(&self, what: &str) -> Result<usize, ControlError> {
        let is = |p: &Priority| {
            p.id == what || self.name(Named::Priority, &p.id, &p.name).eq_ignore_ascii_case(what)
        };
        self.present_priorities()
            .find(|index| is(&self.priorities[*index]))
            .ok_or_else(|| not_found("priority", what))
    }

    fn project_of_version(&self, id: u64) -> Result<usize, ControlError> {
        let mut all = 0..self.projects.len();
        let found = all.find(|p| self.versions(*p).iter().any(|version| version.id == id));
        found.ok_or_else(|| not_found("version", &id.to_string()))
    }

    /// An id for a version or component that is added later.
    fn new_part_id(&mut self) -> u64 {
        self.new_child_id() - FIRST_LATER_CHILD + 5_000_000
    }

    fn take_from_issues(
        &mut self,
        project: usize,
        part: u64,
        list: fn(&mut Entry) -> &mut Vec<u64>,
        at: i64,
        change: &Item,
    ) {
        let heads: Vec<u64> =
            self.scan(&super::super::Scan::all(vec![project])).map(|head| head.id).collect();
        for id in heads {
            let has = self.entry(id).is_some_and(|entry| list(&mut (*entry).clone()).contains(&part));
            if has {
                self.change(id, |entry| list(entry).retain(|other| *other != part));
                self.record(id, 0, at, vec![change.clone()]);
            }
        }
    }
}
