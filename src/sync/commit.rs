//! Batches become rows: written page by page, and what the database refuses is set aside issue by issue.

use std::sync::Arc;

use chrono::Utc;

use super::{
    batch::{Batch, Source},
    by_id,
    context::SiteRun,
    error::ProjectError,
    oddities::{self, Warnings},
    rows::{People, id, issue_rows},
};
use crate::{
    jira::wire::Project,
    store::{
        RunProjectRow, StoreError,
        mirror::{Page, Watermark},
    },
};

/// What stands in a project's place where there is none.
pub(super) const WHOLE_SITE: &str = "*";

/// The project under which a page counts.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub project_id: i64,
    pub key: String,
}

impl Place {
    pub(super) fn of(project: &Project) -> Self {
        Self { project_id: id(project.id), key: project.key.clone() }
    }

    /// For issues of any project, each of which says itself which it is in.
    pub(super) fn anywhere() -> Self {
        Self { project_id: 0, key: WHOLE_SITE.to_owned() }
    }

    /// The project's key, if it is one.
    fn project(&self) -> Option<&str> {
        Some(self.key.as_str()).filter(|key| *key != WHOLE_SITE)
    }
}

/// Writes one batch; gives how many of its issues could not be read. Once there is one, the watermark stays where it
/// is, so that the next run comes back to it. What the database refuses is told from the rest issue by issue, and set
/// aside.
pub(super) async fn commit(
    site: &SiteRun,
    place: &Place,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
    batch: Batch,
    may_raise: bool,
) -> Result<u64, ProjectError> {
    let ids: Vec<u64> = batch.issues.iter().map(|issue| issue.id).collect();
    let watermark =
        batch.watermark.map(|mark| Watermark { ms: mark.timestamp_millis(), began: source.began });
    let raised = |failed| watermark.filter(|_| may_raise && failed == 0);
    let mut failed = batch.failed;
    let page = Page { watermark: raised(failed), ..page_of(site, place, batch) };
    let besides = Page { failed, quarantined: page.quarantined.clone(), ..empty(site, place) };
    match write(site, place, row, page).await {
        Err(StoreError::Statement(error)) if !StoreError::is_connection(&error) => {
            tracing::warn!(project = place.key, %error, "a page was refused; its issues are tried one by one");
        }
        written => {
            written?;
            return Ok(failed);
        }
    }
    write(site, place, row, besides).await?;
    for id in ids {
        let batch = by_id::fetch(source, &[id]).await?;
        failed += batch.failed;
        let refused = match write(site, place, row, page_of(site, place, batch)).await {
            Err(StoreError::Statement(error)) if !StoreError::is_connection(&error) => error.to_string(),
            written => {
                written?;
                continue;
            }
        };
        let document = source.client.document(id).await?.unwrap_or_default();
        let quarantined = vec![oddities::refused(id, document, refused)];
        write(site, place, row, Page { quarantined, ..empty(site, place) }).await?;
    }
    // The page's issues are settled one way or the other.
    write(site, place, row, Page { watermark: raised(failed), ..empty(site, place) }).await?;
    Ok(failed)
}

fn empty(site: &SiteRun, place: &Place) -> Page {
    Page {
        site_id: site.site_id,
        project_id: place.project_id,
        project_key: place.key.clone(),
        issues: Vec::new(),
        users: Vec::new(),
        failed: 0,
        quarantined: Vec::new(),
        warnings: Vec::new(),
        watermark: None,
    }
}

fn page_of(site: &SiteRun, place: &Place, batch: Batch) -> Page {
    let now = Utc::now();
    let mut people = People::of_site(site.site_id);
    let mut warnings = Warnings::default();
    let mut issues = Vec::with_capacity(batch.issues.len());
    for issue in batch.issues {
        warnings.add(&issue);
        issues.push(issue_rows(&mut people, (place.project_id, &place.key), issue, now));
    }
    Page {
        issues,
        users: people.into_rows(),
        failed: batch.failed,
        quarantined: batch.unreadable.into_iter().map(oddities::set_aside).collect(),
        warnings: warnings.into_rows(),
        ..empty(site, place)
    }
}

/// Commits a page and counts it.
async fn write(site: &SiteRun, place: &Place, row: &mut RunProjectRow, page: Page) -> Result<(), StoreError> {
    let failed = page.failed + page.quarantined.len() as u64;
    let warnings: i64 = page.warnings.iter().map(|warning| warning.count).sum();
    let quarantined = page.quarantined.len() as u64;
    let outcome = site.database.commit_page(&site.run, page).await?;
    site.tracker.page(place.project(), &outcome, failed);
    site.tracker.warn(warnings.unsigned_abs());
    site.tracker.set_aside(quarantined);
    row.issues_processed += (outcome.handled() + failed).cast_signed();
    row.issues_created += outcome.created.cast_signed();
    row.issues_updated += outcome.updated.cast_signed();
    row.issues_failed += failed.cast_signed();
    Ok(())
}
