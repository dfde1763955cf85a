//! Issues that are read again although they did not change: what their documents repeat of others did, a link is known
//! to one of its issues only, or they are quarantined.

use std::collections::{BTreeSet, HashSet};

use app::model::SyncMode;
use chrono::Utc;

use super::reread;
use crate::{
    store::{IssueId, mirror::HalfLink},
    sync::{
        context::SiteRun, error::ProjectError, read::source::Source, reconcile::drift::stored_ids,
        write::quarantine,
    },
};

/// Reads again what is quarantined and due, what is marked, and both issues of each link that only one of them knows.
pub(in crate::sync) async fn refresh(site: &SiteRun) -> Result<(), ProjectError> {
    let (database, run, site_id) = (&site.database, &site.run, site.site_id);
    let source = reread::source(site);
    let now = database.now().await?;
    let quarantined = database.quarantine_attempts(site_id).await?;
    let (resting, due) = (quarantine::resting(&quarantined, now), quarantine::due(&quarantined, now));
    // First, since the issues that name one which is gone are marked then.
    let mut read = read_each(site, &source, due.iter().copied().collect()).await?;
    let gone: Vec<String> = due.difference(&read).map(u64::to_string).collect();
    if site.stop.is_cancelled() {
        return Ok(());
    }
    database.release_quarantined(run, site_id, &gone).await?;
    database.follow_people(run, site_id).await?;
    if site.mode == SyncMode::Census {
        database.mark_doubtful_references(run, site_id).await?;
    }
    let halves = half_links(site).await?;
    let mut wanted: BTreeSet<IssueId> = database.stale_issues(site_id).await?.into_iter().collect();
    wanted.extend(halves.iter().flat_map(|link| [link.issue_id, link.linked_issue_id]));
    let wanted = wanted.into_iter().map(IssueId::to_jira);
    let wanted = wanted.filter(|id| !resting.contains(id) && !due.contains(id)).collect();
    read.extend(read_each(site, &source, wanted).await?);
    if site.stop.is_cancelled() {
        return Ok(());
    }
    if site.mode == SyncMode::Census {
        database.settle_references(run, site_id, Utc::now()).await?;
    }
    let was_read = |id: IssueId| read.contains(&id.to_jira());
    let looked_into =
        halves.into_iter().filter(|link| was_read(link.issue_id) && was_read(link.linked_issue_id));
    database.note_one_sided(run, site_id, &looked_into.collect::<Vec<_>>()).await?;
    Ok(())
}

/// Reads issues until it is to stop; returns those that are stored or quarantined.
async fn read_each(site: &SiteRun, source: &Source, wanted: Vec<u64>) -> Result<HashSet<u64>, ProjectError> {
    let mut read = HashSet::new();
    for ids in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            break;
        }
        read.extend(reread::read(site, source, ids).await?);
        site.database.settle_stale(&site.run, site.site_id, &stored_ids(ids)).await?;
    }
    Ok(read)
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
