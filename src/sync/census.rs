//! The census of a project: all its ids against the mirror. What is missing is fetched, what is gone is classed and
//! marked, and where the picture does not hold together, nothing is marked.

use std::sync::Arc;

use chrono::Utc;

use super::{
    batch::Source,
    by_id,
    commit::{Place, commit},
    context::SiteRun,
    drift::{Drift, stored_ids},
    error::{Doubt, ProjectError},
    heads,
    rows::id,
};
use crate::{
    jira::{JiraError, wire::Project},
    store::{
        RunProjectRow,
        mirror::{DeletionKind, StoredIssue},
    },
};

/// Takes the census of one project.
pub(super) async fn take(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
) -> Result<(), ProjectError> {
    let listing = heads::list(&site.client, project.id).await?;
    let stored = site.database.stored_issues(site.site_id, id(project.id)).await?;
    let drift = Drift::between(&listing.heads, &stored);
    store(site, project, source, row, &drift.missing).await?;
    store(site, project, source, row, &drift.outdated).await?;
    let mut unread = 0;
    if !drift.surplus.is_empty() {
        unread = settle(site, project, source, row, (&listing, &stored, &drift.surplus)).await?;
    }
    if unread == 0 { Ok(()) } else { Err(ProjectError::Unread(unread)) }
}

/// Looks at what is not listed, and marks what is gone; gives how many issues could not be read.
async fn settle(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
    (listing, stored, surplus): (&heads::Listing, &[StoredIssue], &[u64]),
) -> Result<u64, ProjectError> {
    let seen = look(source, surplus).await?;
    store(site, project, source, row, &seen.present).await?;
    doubt(site, project, stored, listing, seen.gone.len())?;
    // Cloud serves a rejected token as an anonymous visitor, to whom nothing is there; and to whom a project is not
    // shown, its issues are not there.
    site.client.verify_account().await?;
    if !seen.gone.is_empty() && !site.client.may_browse(project.id).await? {
        return Err(Doubt::Rights.into());
    }
    for kind in [DeletionKind::Deleted, DeletionKind::AccessLost, DeletionKind::Unobserved] {
        let ids = stored_ids(&seen.gone_as(kind));
        let marked = site.database.mark_gone(&site.run, site.site_id, kind, &ids, Utc::now()).await?;
        site.tracker.gone(marked);
    }
    Ok(seen.unread)
}

fn doubt(
    site: &SiteRun,
    project: &Project,
    stored: &[StoredIssue],
    listing: &heads::Listing,
    gone: usize,
) -> Result<(), Doubt> {
    if gone > 0 && !listing.is_whole() {
        return Err(Doubt::Count { counted: listing.counted, listed: listing.heads.len() });
    }
    if !site.accept_losses && Drift::is_suspicious(gone, stored) {
        let stored = stored.iter().filter(|issue| issue.live).count();
        return Err(Doubt::TooMany { gone, stored, project: project.key.clone() });
    }
    Ok(())
}

/// What a direct look at issues tells that Jira does not list.
#[derive(Default)]
pub(super) struct Seen {
    /// They are there: moved elsewhere, or not yet in Jira's index.
    present: Vec<u64>,
    gone: Vec<(u64, DeletionKind)>,
    /// Jira failed to say.
    unread: u64,
}

impl Seen {
    /// Those that are gone for the reason `kind`.
    pub(super) fn gone_as(&self, kind: DeletionKind) -> Vec<u64> {
        self.gone.iter().filter(|gone| gone.1 == kind).map(|gone| gone.0).collect()
    }
}

/// Asks for each of the issues by itself.
pub(super) async fn look(source: &Source, ids: &[u64]) -> Result<Seen, JiraError> {
    use futures::{StreamExt, stream};
    let parts: Vec<_> =
        ids.iter().map(|id| async move { (*id, source.client.issue(*id, &source.catalog).await) }).collect();
    let mut answers = stream::iter(parts).buffered(source.settings.max_workers as usize);
    let mut seen = Seen::default();
    while let Some((id, answer)) = answers.next().await {
        match answer {
            Ok(fetched) if fetched.issues.is_empty() && fetched.unreadable.is_empty() => {
                seen.gone.push((id, DeletionKind::Deleted));
            }
            Ok(_) => seen.present.push(id),
            Err(JiraError::Forbidden { .. }) => seen.gone.push((id, DeletionKind::AccessLost)),
            Err(error) if error.concerns_whole_site() => return Err(error),
            Err(error @ JiraError::RateLimited { .. }) => return Err(error),
            Err(JiraError::BadRequest { .. }) => seen.gone.push((id, DeletionKind::Unobserved)),
            Err(_) => seen.unread += 1,
        }
    }
    Ok(seen)
}

async fn store(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
    ids: &[u64],
) -> Result<(), ProjectError> {
    let wanted: Vec<u64> = ids.iter().copied().filter(|id| !source.resting.contains(id)).collect();
    for part in wanted.chunks(source.batch_size()) {
        let batch = by_id::fetch(source, part).await?;
        commit(site, &Place::of(project), source, row, batch).await?;
    }
    Ok(())
}
