//! Issues read again by id, whatever project they are in.

use std::sync::Arc;

use chrono::Utc;

use super::{
    batch::Source,
    by_id,
    commit::{Place, commit},
    context::SiteRun,
    error::ProjectError,
};
use crate::store::RunProjectRow;

/// What came of reading issues again.
pub(super) struct Reread {
    /// Those that Jira showed, and which are stored or set aside.
    pub shown: Vec<u64>,
    /// How many Jira failed to deliver, without saying that they are not there.
    pub failed: u64,
}

/// A source for issues of any project.
pub(super) fn source(site: &SiteRun) -> Arc<Source> {
    Arc::new(site.source(0, None, Utc::now()))
}

/// Reads and stores at most a batch of issues.
pub(super) async fn read(site: &SiteRun, source: &Arc<Source>, ids: &[u64]) -> Result<Reread, ProjectError> {
    let batch = by_id::fetch(source, ids).await?;
    let shown = batch.issues.iter().map(|issue| issue.id).collect();
    let place = Place::anywhere();
    // They count in the run, and in no project's row.
    let mut row = RunProjectRow::queued(site.site_id, "", &place.key);
    let failed = commit(site, &place, source, &mut row, batch, false).await?;
    Ok(Reread { shown, failed })
}
