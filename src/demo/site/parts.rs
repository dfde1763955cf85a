//! Current versions, components and priorities.

use super::State;
use crate::demo::data::{Component, PRIORITIES, Version};

use super::Named;

/// A priority. Priorities are in order of importance.
#[derive(Clone, Debug)]
pub(crate) struct Priority {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) color: &'static str,
    /// Set once it is removed: the priority that replaces it.
    pub(crate) replaced_by: Option<usize>,
}

/// The initial priorities of every site.
pub(super) fn priorities() -> Vec<Priority> {
    let made = |&(id, name, color): &(&str, &str, &'static str)| Priority {
        id: id.to_owned(),
        name: name.to_owned(),
        color,
        replaced_by: None,
    };
    PRIORITIES.iter().map(made).collect()
}

impl State {
    /// All versions of a project, with their current names.
    pub(crate) fn versions(&self, project: usize) -> Vec<Version> {
        let mut all =
            self.versions.get(&project).cloned().unwrap_or_else(|| self.generator.versions(project));
        for version in &mut all {
            version.name = self.name(Named::Version, &version.id.to_string(), &version.name).to_owned();
        }
        all
    }

    /// All components of a project, with their current names.
    pub(crate) fn components(&self, project: usize) -> Vec<Component> {
        let mut all =
            self.components.get(&project).cloned().unwrap_or_else(|| self.generator.components(project));
        for component in &mut all {
            component.name =
                self.name(Named::Component, &component.id.to_string(), &component.name).to_owned();
        }
        all
    }

    /// The priority itself, or the one that replaces it.
    pub(crate) fn priority(&self, index: usize) -> usize {
        self.priorities[index].replaced_by.map_or(index, |index| self.priority(index))
    }

    /// The priorities that were not removed.
    pub(crate) fn present_priorities(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.priorities.len()).filter(|index| self.priorities[*index].replaced_by.is_none())
    }
}
