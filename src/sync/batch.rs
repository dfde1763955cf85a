//! What the readers of both editions hand to the writer.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use app::model::PerformanceSettings;
use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::{isolate::Culprit, noted::Noted, page_size::PageSize, tally::Tally};
use crate::jira::{
    Client, JiraError,
    jql::{Order, Query},
    wire::{FieldCatalog, Issue, Unreadable, Warning},
};

/// Issues that are committed together, with all their lists complete.
#[derive(Default)]
pub(super) struct Batch {
    pub issues: Vec<Issue>,
    /// Issues that Jira does not deliver, or not whole, whatever they are asked for with; to be quarantined.
    pub undelivered: Vec<Culprit>,
    /// What it delivered and is no issue.
    pub unreadable: Vec<Unreadable>,
    /// What was odd and belongs to no single issue.
    pub warnings: Vec<Warning>,
    /// How far the project is read once this batch is stored.
    pub watermark: Option<DateTime<Utc>>,
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

/// What a reader tells the writer, in order.
pub(super) enum Message {
    /// How many issues will come, as far as Jira says.
    Expect(u64),
    Batch(Batch),
    /// How many issues Jira listed in the end, and how many it counts, where both are known.
    Compared(Tally),
}

/// All that reading one project needs.
#[derive(Clone)]
pub(super) struct Source {
    pub client: Client,
    pub catalog: Arc<FieldCatalog>,
    pub settings: Arc<PerformanceSettings>,
    /// Batches of this site that may be in memory at once.
    pub permits: Arc<Semaphore>,
    /// How many issues a request for several asks for.
    pub page_size: Arc<PageSize>,
    /// Quarantined issues whose next attempt is not due.
    pub resting: Arc<HashSet<u64>>,
    pub lists_off: Arc<ListsOff>,
    pub project_id: u64,
    /// `*` for issues of any project.
    pub project_key: String,
    /// What is odd about anything but issues.
    pub noted: Arc<Noted>,
    /// The least `updated` to ask for; None for everything.
    pub from: Option<DateTime<Utc>>,
    /// Whether what is listed is compared with what Jira counts although it fits on one page.
    ///
    /// A later reading needs no such request: it lists in order of `updated`, so that a page which ends early leaves
    /// the watermark before what is missing, and the next run asks for that.
    pub compared: bool,
    /// When the reading began, by the database's clock.
    pub began: DateTime<Utc>,
}

impl Source {
    /// The query from `from` on, in order of `updated`.
    pub(super) fn query(&self, from: Option<DateTime<Utc>>) -> Query {
        let query = Query::project(self.project_id).order_by(Order::Updated);
        match from {
            Some(from) => query.updated_from(from),
            None => query,
        }
    }

    /// Notes what was odd in a list named `name`.
    pub(super) fn note(&self, name: &str, warnings: Vec<Warning>) {
        self.noted.add_all(&self.project_key, name, warnings);
    }

    pub(super) fn batch_size(&self) -> usize {
        self.settings.batch_size as usize
    }

    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, JiraError> {
        let closed = |_| JiraError::Settings("the run is over".to_owned());
        Arc::clone(&self.permits).acquire_owned().await.map_err(closed)
    }
}

/// A list of an issue that a project may have switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ListKind {
    Comments,
    Worklogs,
    Changelog,
}

impl ListKind {
    /// As warnings name it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Comments => "comments",
            Self::Worklogs => "worklogs",
            Self::Changelog => "changelog",
        }
    }
}

/// The lists that are switched off, by project, as far as a run has met them: such issues come without the list, and
/// asking each of them for it would be a request an issue for nothing.
#[derive(Debug, Default)]
pub(super) struct ListsOff(Mutex<HashSet<(Option<u64>, ListKind)>>);

impl ListsOff {
    pub(super) fn note(&self, project_id: Option<u64>, list: ListKind) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((project_id, list));
    }

    pub(super) fn contains(&self, project_id: Option<u64>, list: ListKind) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(project_id, list))
    }
}

/// The writer's end of the line; a reader whose writer is gone ends quietly.
pub(super) type Outlet = mpsc::Sender<Message>;
