//! What the parts of a run share.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::{
    disabled_lists::DisabledLists, page_size::PageSize, progress::Tracker, site_warnings::SiteWarnings,
    time_limits::TimeLimits,
};
use crate::{
    jira::{Client, site::SiteConfig, wire::FieldCatalog},
    store::{
        Database, Mirror, RunHandle, RunOrder, SiteId, StoreError,
        mirror::{SiteRow, SiteSetting},
    },
};

/// A site as a run syncs it.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// Its id in the store.
    pub id: SiteId,
    pub config: SiteConfig,
    /// Its stored row.
    pub known: SiteRow,
}

impl Site {
    /// The span that names the site in its log lines.
    pub(super) fn span(&self) -> tracing::Span {
        tracing::error_span!("site", site = self.config.name)
    }

    /// The address of its Jira from the settings, without a trailing slash.
    pub(super) fn address(&self) -> String {
        address(&self.config)
    }
}

/// A site of the settings, as it is registered in the store.
pub(super) fn setting(config: &SiteConfig) -> SiteSetting {
    SiteSetting { name: config.name.clone(), base_url: address(config), enabled: config.enabled }
}

fn address(config: &SiteConfig) -> String {
    config.base_url.as_str().trim_end_matches('/').to_owned()
}

/// What the sites of a run share.
#[derive(Clone)]
pub(super) struct RunContext {
    pub database: Database,
    pub run: RunHandle,
    pub order: Arc<RunOrder>,
    /// When it began, by this process's clock, as `synced_at` is.
    pub began: DateTime<Utc>,
    /// All sites of the settings.
    pub sites: Arc<Vec<SiteSetting>>,
    pub times: Arc<TimeLimits>,
    pub tracker: Arc<Tracker>,
    pub stop: CancellationToken,
    /// How many projects are synced at once, over all sites.
    pub workers: Arc<Semaphore>,
}

/// One site, signed in.
pub(super) struct SiteRun {
    pub context: RunContext,
    pub site_id: SiteId,
    /// The site's name.
    pub name: String,
    pub client: Client,
    pub catalog: Arc<FieldCatalog>,
    pub permits: Arc<Semaphore>,
    pub page_size: Arc<PageSize>,
    /// Quarantined issues whose next attempt is not due.
    pub resting: Arc<HashSet<u64>>,
    pub disabled_lists: Arc<DisabledLists>,
    /// Warnings about anything but issues.
    pub warnings: Arc<SiteWarnings>,
}

impl SiteRun {
    /// What is copied from this site.
    pub(super) fn mirror(&self) -> Mirror<'_> {
        self.database.mirror(self.site_id)
    }

    /// Stores and counts the warnings so far.
    pub(super) async fn store_warnings(&self) -> Result<(), StoreError> {
        let warnings = self.warnings.take();
        if warnings.is_empty() {
            return Ok(());
        }
        self.tracker.warn(warnings.iter().map(|warning| warning.1.count.unsigned_abs()).sum());
        self.mirror().note_warnings(&self.run, warnings).await
    }
}

impl std::ops::Deref for SiteRun {
    type Target = RunContext;

    fn deref(&self) -> &RunContext {
        &self.context
    }
}
