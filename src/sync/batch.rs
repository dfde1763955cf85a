//! Issues on their way from Jira to the database.

use tokio::sync::OwnedSemaphorePermit;

use crate::{
    jira::wire::{Issue, Unreadable, Warning},
    store::mirror::Watermark,
};

/// Issues that are committed together, with all their lists complete.
#[derive(Default)]
pub(super) struct Batch {
    pub issues: Vec<Issue>,
    /// Issues that Jira does not deliver, or not whole, whatever they are asked for with; to be quarantined.
    pub undelivered: Vec<Culprit>,
    /// What Jira returned that is not an issue.
    pub unreadable: Vec<Unreadable>,
    /// What was odd and belongs to no single issue.
    pub warnings: Vec<Warning>,
    /// How far the project is read once this batch is stored.
    pub watermark: Option<Watermark>,
    /// Held until the batch is stored: what bounds the memory of a run.
    pub permit: Option<OwnedSemaphorePermit>,
}

impl Batch {
    pub(super) fn append(&mut self, other: Self) {
        self.issues.extend(other.issues);
        self.undelivered.extend(other.undelivered);
        self.unreadable.extend(other.unreadable);
        self.warnings.extend(other.warnings);
    }

    /// Removes the issues that Jira shows as archived and returns their ids. Only for issues that no listing names: a
    /// restored issue may keep the date on which it was archived.
    pub(super) fn take_archived(&mut self) -> Vec<u64> {
        self.issues.extract_if(.., |issue| issue.archived.is_some()).map(|issue| issue.id).collect()
    }

    /// The issues that Jira delivered, readable or not, as far as they have ids.
    pub(super) fn came(&self) -> impl Iterator<Item = u64> {
        let unreadable = self.unreadable.iter().filter_map(|issue| issue.id);
        self.issues.iter().map(|issue| issue.id).chain(unreadable)
    }
}

/// An issue whose request fails although it is the only one asked for, or one of a few that are answered too late.
#[derive(Debug)]
pub(super) struct Culprit {
    pub id: u64,
    pub reason: String,
}
