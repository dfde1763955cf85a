//! Which lists of issues are switched off, by project.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// A list of an issue that a project may have switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ListKind {
    Comments,
    Worklogs,
    Changelog,
}

impl ListKind {
    /// The name in warnings.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Comments => "comments",
            Self::Worklogs => "worklogs",
            Self::Changelog => "changelog",
        }
    }
}

/// The switched-off lists that a run has found so far, by project. Issues of such a project come without the list, and
/// requesting it for each of them would be useless.
#[derive(Debug, Default)]
pub(super) struct DisabledLists(Mutex<HashSet<(Option<u64>, ListKind)>>);

impl DisabledLists {
    pub(super) fn note(&self, project_id: Option<u64>, list: ListKind) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((project_id, list));
    }

    pub(super) fn contains(&self, project_id: Option<u64>, list: ListKind) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(project_id, list))
    }
}
