//! The search index: on a site that is set up so, it learns of a change some time after the change.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Head, Scan, State};

/// The index as a search sees it.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// By [`super::Clock::passed`].
    at: i64,
    /// Issues that the search is to find as they are.
    reconciled: Arc<[u64]>,
}

impl Index {
    pub(crate) fn reconcile(&mut self, ids: &[u64]) {
        self.reconciled = ids.into();
    }
}

/// What the index does not know yet.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// How far the index is behind, in milliseconds.
    lag: i64,
    /// By issue: how it stood before each change (`None`: it was not there), and when the index learns of the change,
    /// in the order of the changes.
    before: HashMap<u64, Vec<(Option<Head>, i64)>>,
}

impl Late {
    pub(super) fn new(lag_ms: u64) -> Self {
        Self { lag: lag_ms as i64, before: HashMap::new() }
    }
}

impl State {
    /// The index as it is now.
    pub(crate) fn index(&self) -> Index {
        Index { at: self.clock.passed(), reconciled: Arc::new([]) }
    }

    /// To be called before an issue changes.
    pub(super) fn note_for_index(&mut self, id: u64) {
        if self.late.lag > 0 {
            let (head, known_at) = (self.head(id), self.clock.passed() + self.late.lag);
            self.late.before.entry(id).or_default().push((head, known_at));
        }
    }

    /// Where the index has an issue that has changed since; `None` when the index is up to date with it.
    fn outdated(&self, id: u64, index: &Index) -> Option<&Option<Head>> {
        let versions = self.late.before.get(&id).filter(|_| !index.reconciled.contains(&id))?;
        versions.iter().find(|(_, known_at)| *known_at > index.at).map(|(head, _)| head)
    }

    /// Whether the issue is found where it is.
    pub(super) fn is_indexed(&self, id: u64, index: Option<&Index>) -> bool {
        index.is_none_or(|index| self.outdated(id, index).is_none())
    }

    /// An issue as the index has it.
    pub(crate) fn indexed_head(&self, id: u64, index: Option<&Index>) -> Option<Head> {
        match index.and_then(|index| self.outdated(id, index)) {
            Some(before) => *before,
            None => self.head(id),
        }
    }

    /// Whether the index is behind at all.
    pub(super) fn index_is_late(&self, index: Option<&Index>) -> bool {
        index.is_some_and(|index| self.late.before.keys().any(|id| self.outdated(*id, index).is_some()))
    }

    /// The issues that the listing's index has elsewhere than they are, within its bounds.
    pub(super) fn outdated_heads(&self, scan: &Scan) -> Vec<Head> {
        let Some(index) = &scan.index else { return Vec::new() };
        let outdated = self.late.before.keys().filter_map(|id| *self.outdated(*id, index)?);
        outdated.filter(|head| scan.projects.contains(&head.project) && scan.holds(head)).collect()
    }
}
