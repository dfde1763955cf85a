//! Issues that are read again although they did not change: what their documents repeat of others did.

use std::sync::Arc;

use super::{
    by_id,
    context::SiteRun,
    project::{self, ProjectError},
};
use crate::{jira::wire::Project, store::RunProjectRow};

/// Reads again what is marked. `projects` are those of this run.
pub(super) async fn refresh(site: &SiteRun, name: &str, projects: &[Project]) -> Result<(), ProjectError> {
    let Some(project) = projects.first() else { return Ok(()) };
    site.database.mark_half_links(&site.run, site.site_id).await?;
    let source = Arc::new(site.source(project.id, None));
    let mut wanted = site.database.stale_issues(site.site_id).await?;
    wanted.extend(site.database.quarantined_ids(&site.run, site.site_id).await?);
    for stored in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            return Ok(());
        }
        let ids: Vec<u64> = stored.iter().map(|id| id.cast_unsigned()).collect();
        let batch = by_id::fetch(&source, &ids).await?;
        // Each issue says itself which project it is in; the row only carries figures that nobody counts here.
        let mut row = RunProjectRow::queued(site.site_id, name, &project.key);
        let unread = batch.failed > 0;
        project::commit(site, project, &source, &mut row, batch, false).await?;
        if !unread {
            site.database.settle_stale(&site.run, site.site_id, stored).await?;
        }
    }
    Ok(())
}
