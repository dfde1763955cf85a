//! What reading issues needs, by id and from a project's listing.

use std::{
    collections::HashSet,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::page_size::PageSize;
use crate::{
    jira::{
        Client, JiraError,
        jql::{Order, Query},
        wire::{FieldCatalog, Warning},
    },
    store::{Place, RunOrder},
    sync::write::noted::Noted,
};

/// All that reading issues by id needs.
#[derive(Clone)]
pub(in crate::sync) struct Source {
    pub client: Client,
    pub catalog: Arc<FieldCatalog>,
    pub order: Arc<RunOrder>,
    /// Batches of this site that may be in memory at once.
    pub permits: Arc<Semaphore>,
    /// How many issues a request for several asks for.
    pub page_size: Arc<PageSize>,
    /// Quarantined issues whose next attempt is not due.
    pub resting: Arc<HashSet<u64>>,
    pub lists_off: Arc<ListsOff>,
    /// The project whose listing names the issues, or the site where they are of any project.
    pub place: Place,
    /// What is odd about anything but issues.
    pub noted: Arc<Noted>,
    /// When the reading began, by the database's clock.
    pub began: DateTime<Utc>,
}

impl Source {
    /// Whether the issues come from a project's listing, so that Jira should deliver each of them.
    pub(in crate::sync) fn is_listed(&self) -> bool {
        self.place != Place::Site
    }

    /// Notes what was odd in a list named `name`.
    pub(in crate::sync) fn note(&self, name: &str, warnings: Vec<Warning>) {
        self.noted.add_all(&self.place, name, warnings);
    }

    pub(in crate::sync) fn batch_size(&self) -> usize {
        self.order.settings.batch_size as usize
    }

    pub(in crate::sync) async fn permit(&self) -> Result<OwnedSemaphorePermit, JiraError> {
        let closed = |_| JiraError::Settings("the run is over".to_owned());
        Arc::clone(&self.permits).acquire_owned().await.map_err(closed)
    }
}

/// All that reading one project's listing needs.
pub(in crate::sync) struct ProjectSource {
    pub source: Arc<Source>,
    pub project_id: u64,
    /// The least `updated` to ask for; None for everything.
    pub from: Option<DateTime<Utc>>,
    /// Whether what is listed is compared with what Jira counts although it fits on one page.
    ///
    /// A later reading needs no such request: it lists in order of `updated`, so that a page which ends early leaves
    /// the watermark before what is missing, and the next run asks for that.
    pub compared: bool,
}

impl ProjectSource {
    /// The query from `from` on, in order of `updated`.
    pub(in crate::sync) fn query(&self, from: Option<DateTime<Utc>>) -> Query {
        let query = Query::project(self.project_id).order_by(Order::Updated);
        match from {
            Some(from) => query.updated_from(from),
            None => query,
        }
    }
}

impl Deref for ProjectSource {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.source
    }
}

/// A list of an issue that a project may have switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::sync) enum ListKind {
    Comments,
    Worklogs,
    Changelog,
}

impl ListKind {
    /// As warnings name it.
    pub(in crate::sync) fn as_str(self) -> &'static str {
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
pub(in crate::sync) struct ListsOff(Mutex<HashSet<(Option<u64>, ListKind)>>);

impl ListsOff {
    pub(in crate::sync) fn note(&self, project_id: Option<u64>, list: ListKind) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((project_id, list));
    }

    pub(in crate::sync) fn contains(&self, project_id: Option<u64>, list: ListKind) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(project_id, list))
    }
}
