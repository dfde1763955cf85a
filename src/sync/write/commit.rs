//! Stores batches page by page, and quarantines the issues that the database refuses.

use chrono::Utc;
use serde_json::Value;

use super::quarantine;
use crate::{
    store::{Place, StoreError, mirror::Page},
    sync::{
        batch::Batch,
        context::SiteRun,
        error::ProjectError,
        rows::{People, issue_rows, project_of},
        warnings::Warnings,
    },
};

const NO_PROJECT: &str = "Its document does not say which project it is in";

/// Stores one batch of a project's issues, or of any project's if `place` is the site. Issues that the database refuses
/// are found by dividing the page, and quarantined.
pub(in crate::sync) async fn commit(
    site: &SiteRun,
    place: &Place,
    mut batch: Batch,
) -> Result<(), ProjectError> {
    // Held until everything is stored, which limits the memory of the run.
    let _permit = batch.permit.take();
    let mut pages = page_of(site, place, batch).parts();
    pages.reverse();
    while let Some(page) = pages.pop() {
        let error = match write(site, &page).await {
            Ok(()) => continue,
            Err(StoreError::Refused(error)) => error,
            Err(error) => return Err(error.into()),
        };
        if page.issues.is_empty() {
            return Err(StoreError::Refused(error).into());
        }
        if let Some(id) = page.only_issue() {
            quarantine_one(site, place, (id.to_jira(), error.to_string())).await?;
            continue;
        }
        tracing::warn!(%error, "the database refused a page; storing it in smaller ones");
        pages.extend(page.divide().into_iter().rev());
    }
    Ok(())
}

/// Quarantines an issue with its document, which is fetched for this.
async fn quarantine_one(
    site: &SiteRun,
    place: &Place,
    (id, reason): (u64, String),
) -> Result<(), ProjectError> {
    let document = site.client.document(id).await.ok().flatten().unwrap_or_default();
    let with = |document| {
        let quarantined = vec![quarantine::refused(id, document, reason.clone())];
        Page { quarantined, ..empty(place) }
    };
    match write(site, &with(document)).await {
        // The database may refuse the document as it refused the rows.
        Err(StoreError::Refused(_)) => Ok(write(site, &with(Value::Null)).await?),
        written => Ok(written?),
    }
}

fn empty(place: &Place) -> Page {
    Page {
        place: place.clone(),
        issues: Vec::new(),
        people: Vec::new(),
        quarantined: Vec::new(),
        warnings: Vec::new(),
        watermark: None,
    }
}

fn page_of(site: &SiteRun, place: &Place, batch: Batch) -> Page {
    let now = Utc::now();
    let mut people = People::of_site(site.site_id);
    let mut warnings = Warnings::default();
    let (mut issues, mut unplaced) = (Vec::with_capacity(batch.issues.len()), Vec::new());
    warnings.add_all(&batch.warnings, "");
    for issue in batch.issues {
        warnings.add(&issue);
        match project_of(&issue, place) {
            Some(project) => issues.push(issue_rows(&mut people, project, issue, now)),
            None => unplaced.push(quarantine::refused(issue.id, Value::Null, NO_PROJECT.to_owned())),
        }
    }
    let unreadable = batch.unreadable.into_iter().map(quarantine::unreadable);
    let undelivered = batch.undelivered.into_iter();
    let undelivered = undelivered.map(|culprit| quarantine::refused(culprit.id, Value::Null, culprit.reason));
    Page {
        issues,
        people: people.into_forms(),
        quarantined: unreadable.chain(undelivered).chain(unplaced).collect(),
        warnings: warnings.into_rows(),
        watermark: batch.watermark,
        ..empty(place)
    }
}

/// Commits a page, and counts it in the progress of the run.
async fn write(site: &SiteRun, page: &Page) -> Result<(), StoreError> {
    let key = page.place.project().map(|project| project.key.clone());
    let warnings: i64 = page.warnings.iter().map(|warning| warning.count).sum();
    let outcome = site.mirror().commit_page(&site.run, page).await?;
    site.tracker.page(key, &outcome, page.quarantined.len() as u64);
    site.tracker.warn(warnings.unsigned_abs());
    Ok(())
}
