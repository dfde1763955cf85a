//! Changes of an issue, with their changelog entry and time.

use std::sync::Arc;

use super::State;
use crate::demo::data::{Entry, History, Item};

impl State {
    /// Changes an issue in the overlay, and updates the listings.
    pub(super) fn change<T>(&mut self, id: u64, change: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        let mut entry = self.entry(id)?;
        self.note_for_index(id);
        self.unlist(id);
        let result = change(Arc::make_mut(&mut entry));
        self.store(entry);
        Some(result)
    }

    /// Adds a new issue to the overlay.
    pub(super) fn create(&mut self, entry: Arc<Entry>) {
        self.note_for_index(entry.issue.id);
        self.store(entry);
    }

    fn store(&mut self, entry: Arc<Entry>) {
        let (id, project, updated) = (entry.issue.id, entry.issue.project, entry.issue.updated);
        let name = if self.exists(id) { "jira:issue_updated" } else { "jira:issue_created" };
        self.changed[project].insert((updated, id));
        self.overlay.insert(id, Some(entry));
        self.notify(name, id, updated);
    }

    /// Deletes an issue. Its id is never used again.
    pub(super) fn remove(&mut self, id: u64) {
        self.notify("jira:issue_deleted", id, self.clock.now().timestamp_millis());
        self.note_for_index(id);
        self.unlist(id);
        self.overlay.insert(id, None);
    }

    fn unlist(&mut self, id: u64) {
        if let Some(Some(entry)) = self.overlay.get(&id) {
            self.changed[entry.issue.project].remove(&(entry.issue.updated, id));
        }
    }

    pub(super) fn new_child_id(&mut self) -> u64 {
        self.next_child += 1;
        self.next_child
    }

    /// Adds a changelog entry, if anything changed, and updates the issue's `updated`.
    pub(super) fn record(&mut self, id: u64, author: usize, at: i64, items: Vec<Item>) {
        let history = self.new_child_id();
        self.change(id, |entry| {
            if !items.is_empty() {
                let created = entry.histories.last().map_or(at, |h| h.created.max(at));
                entry.histories.push(History { id: history, author, created, items });
            }
            touch(entry, at);
        });
    }
}

/// Sets `updated`, which never decreases.
pub(super) fn touch(entry: &mut Entry, at: i64) {
    entry.issue.updated = entry.issue.updated.max(at);
}
