//! Issues that are read again although they did not change: what their documents repeat of others did, a link is known
//! to one of its issues only, or they are quarantined.

use std::collections::{BTreeSet, HashSet};

use super::{context::SiteRun, drift::stored_ids, error::ProjectError, quarantine, reread};
use crate::store::mirror::HalfLink;

/// Reads again what is marked, both issues of each link that only one of them knows, and what is quarantined and due.
pub(super) async fn refresh(site: &SiteRun) -> Result<(), ProjectError> {
    let (database, run, site_id) = (&site.database, &site.run, site.site_id);
    database.follow_people(run, site_id).await?;
    let halves = half_links(site).await?;
    let source = reread::source(site);
    let now = database.now().await?;
    let quarantined = database.quarantine_attempts(site_id).await?;
    let resting = quarantine::resting(&quarantined, now);
    let due = quarantine::due(&quarantined, now);
    let mut wanted: BTreeSet<i64> = database.stale_issues(site_id).await?.into_iter().collect();
    wanted.extend(halves.iter().flat_map(|link| [link.issue_id, link.linked_issue_id]));
    let wanted = wanted.into_iter().map(i64::cast_unsigned);
    let wanted = wanted.filter(|id| !resting.contains(id) && !due.contains(id));
    let wanted: Vec<u64> = wanted.chain(due.iter().copied()).collect();
    let mut read = HashSet::new();
    for ids in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            return Ok(());
        }
        let settled = reread::read(site, &source, ids).await?;
        database.settle_stale(run, site_id, &stored_ids(ids)).await?;
        let gone = |id: &&u64| due.contains(id) && !settled.contains(id);
        let gone: Vec<String> = ids.iter().filter(gone).map(u64::to_string).collect();
        database.release_quarantined(run, site_id, &gone).await?;
        read.extend(settled);
    }
    let was_read = |id: i64| read.contains(&id.cast_unsigned());
    let looked_into =
        halves.into_iter().filter(|link| was_read(link.issue_id) && was_read(link.linked_issue_id));
    database.note_one_sided(run, site_id, &looked_into.collect::<Vec<_>>()).await?;
    Ok(())
}

/// The links that only one of their issues knows, and that are to be looked into.
async fn half_links(site: &SiteRun) -> Result<Vec<HalfLink>, ProjectError> {
    site.database.forget_one_sided(&site.run, site.site_id).await?;
    let all = site.database.half_links(site.site_id, site.began).await?;
    // Both issues were read just now, and still only one of them knows the link: so it is in Jira.
    let (one_sided, open): (Vec<HalfLink>, Vec<HalfLink>) =
        all.into_iter().partition(|link| link.both_are_new);
    site.database.note_one_sided(&site.run, site.site_id, &one_sided).await?;
    Ok(open)
}
