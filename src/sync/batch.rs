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
    /// Issues that Jira does not deliver, or only in part, even if they are requested one by one. They are quarantined.
    pub undelivered: Vec<Culprit>,
    /// Items from Jira that are not issues.
    pub unreadable: Vec<Unreadable>,
    /// Warnings that belong to no single issue.
    pub warnings: Vec<Warning>,
    /// How far the project has been read once this batch is stored.
    pub watermark: Option<Watermark>,
    /// Held until the batch is stored, which limits the memory of a run.
    pub permit: Option<OwnedSemaphorePermit>,
}

impl Batch {
    pub(super) fn append(&mut self, other: Self) {
        self.issues.extend(other.issues);
        self.undelivered.extend(other.undelivered);
        self.unreadable.extend(other.unreadable);
        self.warnings.extend(other.warnings);
    }

    /// Removes the issues that Jira shows as archived and returns their ids. Only for issues that no listing contains:
    /// a restored issue may keep the date on which it was archived.
    pub(super) fn take_archived(&mut self) -> Vec<u64> {
        self.issues.extract_if(.., |issue| issue.archived.is_some()).map(|issue| issue.id).collect()
    }

    /// The ids of the issues that Jira delivered, readable or not; issues without an id are left out.
    pub(super) fn delivered_ids(&self) -> impl Iterator<Item = u64> {
        let unreadable = self.unreadable.iter().filter_map(|issue| issue.id);
        self.issues.iter().map(|issue| issue.id).chain(unreadable)
    }
}

/// An issue whose request fails even if it is requested alone, or one of a few that time out together.
#[derive(Debug)]
pub(super) struct Culprit {
    pub id: u64,
    pub reason: String,
}
