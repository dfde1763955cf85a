//! Issues that are read again although they did not change: what their documents repeat of others did, or they are
//! quarantined.

use super::{context::SiteRun, drift::stored_ids, error::ProjectError, quarantine, reread};

/// Reads again what is marked, and what is quarantined and due.
pub(super) async fn refresh(site: &SiteRun) -> Result<(), ProjectError> {
    site.database.mark_half_links(&site.run, site.site_id).await?;
    let source = reread::source(site);
    let now = site.database.now().await?;
    let quarantined = site.database.quarantine_attempts(site.site_id).await?;
    let resting = quarantine::resting(&quarantined, now);
    let due = quarantine::due(&quarantined, now);
    let stale = site.database.stale_issues(site.site_id).await?;
    let stale =
        stale.into_iter().map(i64::cast_unsigned).filter(|id| !resting.contains(id) && !due.contains(id));
    let wanted: Vec<u64> = stale.chain(due.iter().copied()).collect();
    for ids in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            return Ok(());
        }
        let settled = reread::read(site, &source, ids).await?;
        site.database.settle_stale(&site.run, site.site_id, &stored_ids(ids)).await?;
        let gone = |id: &&u64| due.contains(id) && !settled.contains(id);
        let gone: Vec<String> = ids.iter().filter(gone).map(u64::to_string).collect();
        site.database.release_quarantined(&site.run, site.site_id, &gone).await?;
    }
    Ok(())
}
