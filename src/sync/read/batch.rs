//! What the readers of both editions hand to the writer.

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::{isolate::Culprit, tally::Tally};
use crate::jira::wire::{Issue, Unreadable, Warning};

/// Issues that are committed together, with all their lists complete.
#[derive(Default)]
pub(in crate::sync) struct Batch {
    pub issues: Vec<Issue>,
    /// Issues that Jira does not deliver, or not whole, whatever they are asked for with; to be quarantined.
    pub undelivered: Vec<Culprit>,
    /// What Jira returned that is not an issue.
    pub unreadable: Vec<Unreadable>,
    /// What was odd and belongs to no single issue.
    pub warnings: Vec<Warning>,
    /// How far the project is read once this batch is stored.
    pub watermark: Option<DateTime<Utc>>,
    /// Held until the batch is stored: what bounds the memory of a run.
    pub permit: Option<OwnedSemaphorePermit>,
}

impl Batch {
    pub(in crate::sync) fn append(&mut self, other: Self) {
        self.issues.extend(other.issues);
        self.undelivered.extend(other.undelivered);
        self.unreadable.extend(other.unreadable);
        self.warnings.extend(other.warnings);
    }

    /// Removes the issues that Jira shows as archived and returns their ids. Only for issues that no listing names: a
    /// restored issue may keep the date on which it was archived.
    pub(in crate::sync) fn take_archived(&mut self) -> Vec<u64> {
        self.issues.extract_if(.., |issue| issue.archived.is_some()).map(|issue| issue.id).collect()
    }

    /// The issues that Jira delivered, readable or not, as far as they have ids.
    pub(in crate::sync) fn came(&self) -> impl Iterator<Item = u64> {
        let unreadable = self.unreadable.iter().filter_map(|issue| issue.id);
        self.issues.iter().map(|issue| issue.id).chain(unreadable)
    }
}

/// What a reader sends to the writer, in order.
pub(in crate::sync) enum Message {
    /// How many issues will come, as far as Jira says.
    Expect(u64),
    Batch(Batch),
    /// How many issues Jira listed in the end, and how many it counts, where both are known.
    Compared(Tally),
}

/// The writer's end of the line; a reader whose writer is gone ends quietly.
pub(in crate::sync) type BatchSender = mpsc::Sender<Message>;
