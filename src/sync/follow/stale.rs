//! Reads issues again that did not change themselves: something that their documents repeat has changed, only one of
//! two linked issues has the link, or they are quarantined.

use std::collections::{BTreeSet, HashSet};

use app::model::SyncMode;
use chrono::Utc;

use super::reread;
use crate::{
    store::{
        IssueId,
        mirror::{HalfLink, QuarantineKey},
    },
    sync::{
        context::SiteRun, error::ProjectError, read::source::Source, reconcile::drift::stored_ids, rows::id,
        write::quarantine,
    },
};

/// Reads the quarantined issues that are due, the issues marked `stale`, and both issues of each link that only one of
/// them has.
pub(in crate::sync) async fn refresh(site: &SiteRun) -> Result<(), ProjectError> {
    let (mirror, run) = (site.mirror(), &site.run);
    let source = reread::source(site);
    let now = site.database.now().await?;
    let quarantined = mirror.quarantine_attempts().await?;
    let (resting, due) = (quarantine::resting(&quarantined, now), quarantine::due(&quarantined, now));
    // First: issues that refer to one that is gone are marked then.
    let mut read = read_each(site, &source, due.iter().copied().collect()).await?;
    let gone: Vec<QuarantineKey> =
        due.difference(&read).map(|issue| QuarantineKey::Issue(id(*issue))).collect();
    if site.stop.is_cancelled() {
        return Ok(());
    }
    mirror.release_quarantined(run, &gone).await?;
    mirror.follow_people(run).await?;
    if site.order.mode == SyncMode::Census {
        mirror.mark_doubtful_references(run).await?;
    }
    let halves = half_links(site).await?;
    let mut wanted: BTreeSet<IssueId> = mirror.stale_issues().await?.into_iter().collect();
    wanted.extend(halves.iter().flat_map(|link| [link.issue_id, link.linked_issue_id]));
    let wanted = wanted.into_iter().map(IssueId::to_jira);
    let wanted = wanted.filter(|id| !resting.contains(id) && !due.contains(id)).collect();
    read.extend(read_each(site, &source, wanted).await?);
    if site.stop.is_cancelled() {
        return Ok(());
    }
    if site.order.mode == SyncMode::Census {
        mirror.settle_references(run, Utc::now()).await?;
    }
    let was_read = |id: IssueId| read.contains(&id.to_jira());
    let looked_into =
        halves.into_iter().filter(|link| was_read(link.issue_id) && was_read(link.linked_issue_id));
    mirror.note_one_sided(run, &looked_into.collect::<Vec<_>>()).await?;
    Ok(())
}

/// Reads issues until the run stops. Returns those that are stored or quarantined.
async fn read_each(site: &SiteRun, source: &Source, wanted: Vec<u64>) -> Result<HashSet<u64>, ProjectError> {
    let mut read = HashSet::new();
    for ids in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            break;
        }
        read.extend(reread::read(site, source, ids).await?);
        site.mirror().settle_stale(&site.run, &stored_ids(ids)).await?;
    }
    Ok(read)
}

/// The links that only one of their issues has, and that are to be checked.
async fn half_links(site: &SiteRun) -> Result<Vec<HalfLink>, ProjectError> {
    site.mirror().forget_one_sided(&site.run).await?;
    let all = site.mirror().half_links(site.began).await?;
    // Both issues were read in this run, and still only one of them has the link: it is the same in Jira.
    let (one_sided, open): (Vec<HalfLink>, Vec<HalfLink>) =
        all.into_iter().partition(|link| link.both_are_new);
    site.mirror().note_one_sided(&site.run, &one_sided).await?;
    Ok(open)
}
