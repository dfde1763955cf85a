//! Batches become rows: written page by page, and what the database refuses is quarantined issue by issue.

use chrono::Utc;

use super::quarantine;
use crate::{
    store::{
        Place, RunProjectRow, StoreError,
        mirror::{Page, Watermark},
    },
    sync::{
        batch::Batch,
        context::SiteRun,
        error::ProjectError,
        read::{by_id, source::Source},
        rows::{People, issue_rows, project_of},
        warnings::Warnings,
    },
};

const NO_PROJECT: &str = "Its document does not say which project it is in";

/// Writes one batch. What the database refuses is found by halving the batch, and quarantined.
pub(in crate::sync) async fn commit(
    site: &SiteRun,
    source: &Source,
    row: &mut RunProjectRow,
    mut batch: Batch,
) -> Result<(), ProjectError> {
    let place = &source.place;
    let ids: Vec<u64> = batch.issues.iter().map(|issue| issue.id).collect();
    let watermark =
        batch.watermark.map(|mark| Watermark { ms: mark.timestamp_millis(), began: source.began });
    // Kept while the issues are fetched again below, which must not wait for the room of others.
    let _permit = batch.permit.take();
    let page = Page { watermark, ..page_of(site, place, batch) };
    let besides = Page { quarantined: page.quarantined.clone(), ..empty(place) };
    let Some(error) = refusal(write(site, row, page).await)? else { return Ok(()) };
    tracing::warn!(%error, "a page was refused; it is stored in parts");
    write(site, row, besides).await?;
    let mut parts = vec![ids.as_slice()];
    while let Some(part) = parts.pop() {
        if let Some(error) = store_part(site, source, row, part).await? {
            if let [id] = part {
                quarantine_one(site, source, row, (*id, error)).await?;
            } else {
                let (first, second) = part.split_at(part.len() / 2);
                parts.extend([second, first]);
            }
        }
    }
    // The page's issues are settled one way or the other.
    write(site, row, Page { watermark, ..empty(place) }).await?;
    Ok(())
}

/// Fetches issues again and stores them; returns why the database refuses them together.
async fn store_part(
    site: &SiteRun,
    source: &Source,
    row: &mut RunProjectRow,
    ids: &[u64],
) -> Result<Option<String>, ProjectError> {
    let batch = by_id::fetch(source, ids).await?;
    Ok(refusal(write(site, row, page_of(site, &source.place, batch)).await)?)
}

async fn quarantine_one(
    site: &SiteRun,
    source: &Source,
    row: &mut RunProjectRow,
    (id, reason): (u64, String),
) -> Result<(), ProjectError> {
    let document = source.client.document(id).await.ok().flatten().unwrap_or_default();
    let with = |document| {
        let quarantined = vec![quarantine::refused(id, document, reason.clone())];
        Page { quarantined, ..empty(&source.place) }
    };
    // What the database refuses as rows it may refuse as a document too.
    if refusal(write(site, row, with(document)).await)?.is_some() {
        write(site, row, with(serde_json::Value::Null)).await?;
    }
    Ok(())
}

/// Why the database refuses what was to be written, if it does.
///
/// # Errors
///
/// Errors with any other reason.
fn refusal(written: Result<(), StoreError>) -> Result<Option<String>, StoreError> {
    match written {
        Err(StoreError::Refused(error)) => Ok(Some(error.to_string())),
        written => written.map(|()| None),
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
            None => {
                unplaced.push(quarantine::refused(issue.id, serde_json::Value::Null, NO_PROJECT.to_owned()))
            }
        }
    }
    let unreadable = batch.unreadable.into_iter().map(quarantine::unreadable);
    let undelivered = batch.undelivered.into_iter();
    let undelivered =
        undelivered.map(|culprit| quarantine::refused(culprit.id, serde_json::Value::Null, culprit.reason));
    Page {
        issues,
        people: people.into_forms(),
        quarantined: unreadable.chain(undelivered).chain(unplaced).collect(),
        warnings: warnings.into_rows(),
        ..empty(place)
    }
}

/// Commits a page and counts it.
async fn write(site: &SiteRun, row: &mut RunProjectRow, page: Page) -> Result<(), StoreError> {
    let key = page.place.project().map(|project| project.key.clone());
    let warnings: i64 = page.warnings.iter().map(|warning| warning.count).sum();
    let quarantined = page.quarantined.len() as u64;
    let outcome = site.mirror().commit_page(&site.run, page).await?;
    site.tracker.page(key, &outcome, quarantined);
    site.tracker.warn(warnings.unsigned_abs());
    row.issues_processed += (outcome.handled() + quarantined).cast_signed();
    row.issues_created += outcome.created.cast_signed();
    row.issues_updated += outcome.updated.cast_signed();
    row.issues_failed += quarantined.cast_signed();
    Ok(())
}
