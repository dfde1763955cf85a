//! Issues read again by id, whatever project they are in.

use std::{collections::HashSet, sync::Arc};

use chrono::Utc;

use super::{
    batch::Source,
    by_id,
    commit::{Place, WHOLE_SITE, commit},
    context::SiteRun,
    error::ProjectError,
};
use crate::store::RunProjectRow;

/// A source for issues of any project.
pub(super) fn source(site: &SiteRun) -> Arc<Source> {
    Arc::new(site.source((0, WHOLE_SITE), None, Utc::now()))
}

/// Reads at most a batch of issues; returns those that are stored or quarantined. Jira does not show the others.
pub(super) async fn read(site: &SiteRun, source: &Source, ids: &[u64]) -> Result<HashSet<u64>, ProjectError> {
    let batch = by_id::fetch(source, ids).await?;
    let undelivered = batch.undelivered.iter().map(|culprit| culprit.id);
    let settled = batch.came().chain(undelivered).collect();
    let place = Place::anywhere();
    // They count in the run, and in no project's row.
    let mut row = RunProjectRow::queued(site.site_id, "", &place.key);
    commit(site, &place, source, &mut row, batch).await?;
    Ok(settled)
}
