//! What reading issues needs, by id or from a project's listing.

use std::{collections::HashSet, ops::Deref, sync::Arc};

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    jira::{
        Client, JiraError,
        jql::{Order, Query},
        wire::{FieldCatalog, Warning},
    },
    store::{Place, RunOrder, mirror::Watermark},
    sync::{
        context::SiteRun, disabled_lists::DisabledLists, page_size::PageSize, site_warnings::SiteWarnings,
    },
};

/// Everything that reading issues by id needs.
#[derive(Clone)]
pub(in crate::sync) struct Source {
    pub client: Client,
    pub catalog: Arc<FieldCatalog>,
    pub order: Arc<RunOrder>,
    /// Limits how many batches of this site are in memory at once.
    pub permits: Arc<Semaphore>,
    /// How many issues are requested at once.
    pub page_size: Arc<PageSize>,
    /// Quarantined issues whose next attempt is not due.
    pub resting: Arc<HashSet<u64>>,
    pub disabled_lists: Arc<DisabledLists>,
    /// The project whose listing contains the issues, or the site if they may be in any project.
    pub place: Place,
    /// Warnings that are not about issues.
    pub warnings: Arc<SiteWarnings>,
    /// When the reading began, by the database's clock.
    pub began: DateTime<Utc>,
}

impl Source {
    /// Whether the issues come from a project's listing, so that Jira should deliver each of them.
    pub(in crate::sync) fn is_listed(&self) -> bool {
        self.place != Place::Site
    }

    /// Notes warnings about the list `name`.
    pub(in crate::sync) fn note(&self, name: &str, warnings: Vec<Warning>) {
        self.warnings.add_all(&self.place, name, warnings);
    }

    /// The watermark of a reading that reached this `updated`.
    pub(in crate::sync) fn watermark(&self, reached: Option<DateTime<Utc>>) -> Option<Watermark> {
        reached.map(|at| Watermark { at, began: self.began })
    }

    pub(in crate::sync) fn batch_size(&self) -> usize {
        self.order.settings.batch_size as usize
    }

    pub(in crate::sync) async fn permit(&self) -> Result<OwnedSemaphorePermit, JiraError> {
        let closed = |_| JiraError::Settings("the run is over".to_owned());
        Arc::clone(&self.permits).acquire_owned().await.map_err(closed)
    }
}

impl SiteRun {
    /// A source for issues of a place; the reading began at `began` by the database's clock.
    pub(in crate::sync) fn source(&self, place: Place, began: DateTime<Utc>) -> Arc<Source> {
        Arc::new(Source {
            client: self.client.clone(),
            catalog: Arc::clone(&self.catalog),
            order: Arc::clone(&self.order),
            permits: Arc::clone(&self.permits),
            page_size: Arc::clone(&self.page_size),
            resting: Arc::clone(&self.resting),
            disabled_lists: Arc::clone(&self.disabled_lists),
            place,
            warnings: Arc::clone(&self.warnings),
            began,
        })
    }
}

/// Everything that reading one project's listing needs.
pub(in crate::sync) struct ProjectSource {
    pub source: Arc<Source>,
    pub project_id: u64,
    /// The earliest `updated` to ask for; None for everything.
    pub from: Option<DateTime<Utc>>,
    /// Whether the listing is compared with Jira's count even if it fits on one page.
    ///
    /// A later reading needs no count: it lists in order of `updated`, so that after a truncated page the watermark
    /// lies before the missing issues, and the next run reads them.
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
