//! Issues that are read again although they did not change: what their documents repeat of others did, or they were
//! set aside.

use super::{context::SiteRun, error::ProjectError, reread};

/// Reads again what is marked.
pub(super) async fn refresh(site: &SiteRun) -> Result<(), ProjectError> {
    site.database.mark_half_links(&site.run, site.site_id).await?;
    let source = reread::source(site);
    let mut wanted = site.database.stale_issues(site.site_id).await?;
    wanted.extend(site.database.quarantined_ids(&site.run, site.site_id).await?);
    for stored in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            return Ok(());
        }
        let ids: Vec<u64> = stored.iter().map(|id| id.cast_unsigned()).collect();
        if reread::read(site, &source, &ids).await?.failed == 0 {
            site.database.settle_stale(&site.run, site.site_id, stored).await?;
        }
    }
    Ok(())
}
