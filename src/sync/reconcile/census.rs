//! The census of a project compares all its ids with the mirror. Missing issues are fetched, and issues that are gone
//! are marked with the reason; in case of doubt nothing is marked.
//!
//! Issues are marked in parts, so that a census that is interrupted keeps what it has done; whether so many can be gone
//! is decided before the first mark (see [`super::loss`]).

use app::model::DeletionKind;
use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Utc};

use super::{
    drift::{Drift, Explained, stored_ids},
    loss::LossCheck,
    presence::{Presence, check_presence},
};
use crate::{
    jira::{JiraError, MAX_SHOWN, wire::Project},
    store::{IssueId, Mirror, StoreError, mirror::QuarantineKey},
    sync::{
        batch::Batch,
        context::SiteRun,
        error::{CensusRefused, ProjectError},
        read::{by_id, source::Source, stamps},
        rows::id,
        write::commit::commit,
    },
};

/// How many issues that could not be checked an error names.
const NAMED: usize = 5;

/// Takes the census of one project. The mirror contains the issues updated since `holds_from`.
pub(in crate::sync) async fn take(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    holds_from: Option<DateTime<Utc>>,
) -> Result<(), ProjectError> {
    let listing = stamps::list(&site.client, project.id).await?;
    if listing.nameless > 0 {
        site.warnings.add(&source.place, "listing", stamps::NAMELESS);
    }
    let stored = site.mirror().stored_issues(id(project.id)).await?;
    let quarantined = quarantined(site.mirror()).await?;
    let known = Explained { holds_from, quarantined, read_until: None };
    let drift = Drift::between(&listing.stamps, &stored, &known);
    let live = stored.iter().filter(|issue| issue.live).map(|issue| issue.id.to_jira()).collect();
    let mut census = Census { site, project, source, live, unchecked: Vec::new() };
    census.store(&drift.missing).await?;
    census.store(&drift.outdated).await?;
    let unlisted = census.store_shown(&drift.surplus).await?;
    listing.tally.judge(&site.warnings, &source.place)?;
    census.mark_absent(&unlisted).await?;
    if listing.nameless == 0 {
        site.mirror().release_unidentified(&site.run, id(project.id), source.began).await?;
    }
    census.end().await
}

/// A site's quarantined issues, which are retried separately.
pub(in crate::sync) async fn quarantined(mirror: Mirror<'_>) -> Result<HashSet<u64>, StoreError> {
    let quarantined = mirror.quarantine_attempts().await?;
    Ok(quarantined.into_iter().filter_map(|entry| entry.key.issue_id()).map(IssueId::to_jira).collect())
}

struct Census<'a> {
    site: &'a SiteRun,
    project: &'a Project,
    source: &'a Arc<Source>,
    /// Issues that were not marked as gone when the census began.
    live: HashSet<u64>,
    /// Issues that Jira does not list, and for which it returned an error.
    unchecked: Vec<(u64, JiraError)>,
}

impl Census<'_> {
    async fn store(&mut self, ids: &[u64]) -> Result<(), ProjectError> {
        for part in self.due(ids).chunks(self.source.batch_size()) {
            let batch = by_id::fetch(self.source, part).await?;
            self.commit(batch).await?;
        }
        Ok(())
    }

    /// Stores issues that Jira shows although it does not list them. Archived ones are marked instead.
    async fn store_unlisted(&mut self, ids: &[u64]) -> Result<(), ProjectError> {
        for part in self.due(ids).chunks(self.source.batch_size()) {
            let mut batch = by_id::fetch(self.source, part).await?;
            let archived = stored_ids(&batch.take_archived());
            if !archived.is_empty() {
                let (mirror, run) = (self.site.mirror(), &self.site.run);
                let marked = mirror.mark_gone(run, DeletionKind::Archived, &archived, Utc::now()).await?;
                self.site.tracker.gone(marked);
                let keys: Vec<QuarantineKey> = archived.into_iter().map(QuarantineKey::Issue).collect();
                mirror.release_quarantined(run, &keys).await?;
            }
            self.commit(batch).await?;
        }
        Ok(())
    }

    /// The issues that are not waiting for their next attempt.
    fn due(&self, ids: &[u64]) -> Vec<u64> {
        ids.iter().copied().filter(|id| !self.source.resting.contains(id)).collect()
    }

    async fn commit(&mut self, batch: Batch) -> Result<(), ProjectError> {
        commit(self.site, &self.source.place, batch).await
    }

    /// Requests many issues at once and stores those that Jira shows. Returns the others.
    async fn store_shown(&mut self, unlisted: &[u64]) -> Result<Vec<u64>, ProjectError> {
        let (mut present, mut others) = (Vec::new(), Vec::new());
        for part in unlisted.chunks(MAX_SHOWN) {
            let shown = match self.source.client.shown(part).await {
                Ok(shown) => shown,
                Err(error) if error.concerns_whole_site() => return Err(error.into()),
                Err(error @ JiraError::RateLimited { .. }) => return Err(error.into()),
                // Requests one by one are slower, but work as well.
                Err(error) => {
                    tracing::debug!(%error, "requesting issues one by one");
                    HashSet::new()
                }
            };
            let (here, absent): (Vec<u64>, Vec<u64>) = part.iter().partition(|id| shown.contains(id));
            present.extend(here);
            others.extend(absent);
        }
        self.store_unlisted(&present).await?;
        Ok(others)
    }

    /// Requests issues that are neither listed nor shown, and marks those that are gone.
    async fn mark_absent(&mut self, unlisted: &[u64]) -> Result<(), ProjectError> {
        let Self { site, .. } = *self;
        let project_id = id(self.project.id);
        let mut loss = site.mirror().loss(project_id).await?;
        if loss.is_some_and(|loss| unlisted.is_empty() || !loss.goes_on(Utc::now())) {
            site.mirror().end_loss(&site.run, project_id).await?;
            loss = None;
        }
        let check = LossCheck { project_key: &self.project.key, live: self.live.len() as u64, loss };
        let at_once = self.source.batch_size();
        let mut gone = 0;
        if unlisted.len() <= at_once {
            let found = self.request_and_store(unlisted).await?;
            gone = self.lost(found.gone.iter().map(|gone| &gone.0));
            self.refuse_or_accept_loss(&check, gone).await?;
            self.mark(&found).await?;
        } else {
            // At most all that are left, because requesting each of them first would take too long.
            self.refuse_or_accept_loss(&check, self.lost(unlisted)).await?;
            for part in unlisted.chunks(at_once) {
                let found = self.request_and_store(part).await?;
                gone += self.lost(found.gone.iter().map(|gone| &gone.0));
                self.mark(&found).await?;
            }
        }
        if gone > 0 {
            site.mirror().settle_loss(&site.run, project_id).await?;
        } else if !unlisted.is_empty() {
            site.mirror().end_loss(&site.run, project_id).await?;
        }
        Ok(())
    }

    /// How many of these were not marked as gone.
    fn lost<'i>(&self, ids: impl IntoIterator<Item = &'i u64>) -> u64 {
        ids.into_iter().filter(|id| self.live.contains(id)).count() as u64
    }

    /// Refuses if so many issues can hardly be gone, unless somebody has confirmed it.
    async fn refuse_or_accept_loss(&self, check: &LossCheck<'_>, gone: u64) -> Result<(), ProjectError> {
        let Err(doubt) = check.believe(gone) else { return Ok(()) };
        if !self.site.order.selection.accepts_losses() {
            return Err(doubt.into());
        }
        let project_id = id(self.project.id);
        let accepted = check.with(gone);
        Ok(self.site.mirror().accept_loss(&self.site.run, project_id, accepted, Utc::now()).await?)
    }

    /// Requests each of these and stores those that exist.
    async fn request_and_store(&mut self, ids: &[u64]) -> Result<Presence, ProjectError> {
        let mut found = check_presence(self.source, ids).await?;
        self.store_unlisted(&found.present).await?;
        self.unchecked.append(&mut found.unchecked);
        Ok(found)
    }

    async fn mark(&self, found: &Presence) -> Result<(), ProjectError> {
        let Self { site, project, .. } = self;
        if found.gone.is_empty() {
            return Ok(());
        }
        // Cloud treats a rejected token as an anonymous visitor, who sees nothing; and an account that may not browse
        // the project sees none of its issues.
        site.client.verify_account().await?;
        if !site.client.may_browse(project.id).await? {
            return Err(CensusRefused::Rights.into());
        }
        let kinds = [DeletionKind::Deleted, DeletionKind::AccessLost, DeletionKind::Unobserved];
        let project_id = id(project.id);
        for kind in kinds {
            let ids = stored_ids(&found.gone_as(kind));
            site.tracker.gone(site.mirror().mark_lost(&site.run, project_id, kind, &ids, Utc::now()).await?);
        }
        Ok(())
    }

    async fn end(self) -> Result<(), ProjectError> {
        let Some((_, error)) = self.unchecked.first() else { return Ok(()) };
        let ids: Vec<u64> = self.unchecked.iter().take(NAMED).map(|unchecked| unchecked.0).collect();
        let keys = self.site.mirror().issue_keys(&stored_ids(&ids)).await?;
        let mut issues = keys.join(", ");
        if self.unchecked.len() > keys.len() {
            issues += &format!(" and {} more", self.unchecked.len() - keys.len());
        }
        Err(ProjectError::Unchecked { issues, reason: error.to_string() })
    }
}
