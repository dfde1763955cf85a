//! The search index, which can be set to lag behind changes.

use std::collections::HashMap;
use std::sync::Arc;

use super::{State, head::Head};

/// The index at the time of a search.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// In terms of [`super::Clock::passed`].
    at: i64,
    /// Issues to be found in their current state.
    reconciled: Arc<[u64]>,
}

impl Index {
    pub(crate) fn reconcile(&mut self, ids: &[u64]) {
        self.reconciled = ids.into();
    }
}

/// Changes that the index may not contain yet.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// How far the index lags behind, in milliseconds.
    lag: i64,
    /// By issue, in the order of its changes: the state before each change (`None` = it did not exist), and when the index
    /// will contain the change.
    before: HashMap<u64, Vec<(Option<Head>, i64)>>,
}

impl Late {
    pub(super) fn new(lag_ms: u64) -> Self {
        Self { lag: lag_ms as i64, before: HashMap::new() }
    }
}

impl State {
    /// The current index.
    pub(crate) fn index(&self) -> Index {
        Index { at: self.clock.passed(), reconciled: Arc::new([]) }
    }

    /// Must be called before an issue changes.
    pub(super) fn note_for_index(&mut self, id: u64) {
        if self.late.lag > 0 {
            let (head, known_at) = (self.head(id), self.clock.passed() + self.late.lag);
            self.late.before.entry(id).or_default().push((head, known_at));
        }
    }

    /// The outdated state of an issue in the index; `None` if the index is up to date.
    fn outdated(&self, id: u64, index: &Index) -> Option<&Option<Head>> {
        let versions = self.late.before.get(&id).filter(|_| !index.reconciled.contains(&id))?;
        versions.iter().find(|(_, known_at)| *known_at > index.at).map(|(head, _)| head)
    }

    /// Whether the index contains the current state of an issue.
    pub(super) fn is_indexed(&self, id: u64, index: Option<&Index>) -> bool {
        index.is_none_or(|index| self.outdated(id, index).is_none())
    }

    /// An issue in the state that the index contains.
    pub(crate) fn indexed_head(&self, id: u64, index: Option<&Index>) -> Option<Head> {
        match index.and_then(|index| self.outdated(id, index)) {
            Some(before) => *before,
            None => self.head(id),
        }
    }

    /// Whether the index lags behind for any issue.
    pub(super) fn index_is_late(&self, index: Option<&Index>) -> bool {
        index.is_some_and(|index| self.late.before.keys().any(|id| self.outdated(*id, index).is_some()))
    }

    /// The issues that are outdated in the index, in the state that it contains.
    pub(super) fn outdated_heads(&self, index: &Index) -> impl Iterator<Item = Head> {
        self.late.before.keys().filter_map(|id| *self.outdated(*id, index)?)
    }
}
