//! Reads issues again by id, in any project.

use std::{collections::HashSet, sync::Arc};

use chrono::Utc;

use crate::{
    store::Place,
    sync::{
        context::SiteRun,
        error::ProjectError,
        read::{by_id, source::Source},
        write::commit::commit,
    },
};

/// A source for issues of any project.
pub(in crate::sync) fn source(site: &SiteRun) -> Arc<Source> {
    site.source(Place::Site, Utc::now())
}

/// Reads at most one batch of issues. Returns those that are stored or quarantined; Jira does not show the others.
pub(in crate::sync) async fn read(
    site: &SiteRun,
    source: &Source,
    ids: &[u64],
) -> Result<HashSet<u64>, ProjectError> {
    let batch = by_id::fetch(source, ids).await?;
    let undelivered = batch.undelivered.iter().map(|culprit| culprit.id);
    let settled = batch.delivered_ids().chain(undelivered).collect();
    // They count in the run, but in no project's row.
    commit(site, &source.place, batch).await?;
    Ok(settled)
}
