//! One project of one run: its batches are committed as they come.

use std::{sync::Arc, time::Duration};

use app::model::SyncMode;
use chrono::Utc;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::{
    batch::{Batch, Message, Source},
    bounds::lower_bound,
    by_id,
    census::{self, Doubt},
    cloud,
    context::SiteRun,
    datacenter,
    oddities::{self, Warnings},
    rows::{People, issue_rows},
};
use crate::{
    jira::{Edition, JiraError, wire::Project},
    store::{RunProjectRow, StoreError, mirror::Page},
};

/// How a project's part ended, if not by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Completed,
    Stopped,
}

/// Why a project's part failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProjectError {
    #[error(transparent)]
    Jira(#[from] JiraError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "It took longer than project_timeout = {0} s. What is stored stays, and the next run continues there; \
         raise project_timeout if it happens again"
    )]
    Timeout(u32),
    #[error(transparent)]
    Doubt(#[from] Doubt),
    #[error(
        "{0} issues cannot be stored and are kept aside with their documents and reasons; each run tries them again"
    )]
    Quarantined(u64),
    #[error("{0} issues could not be read. The next run asks for them again")]
    Unread(u64),
}

/// Brings one project up to date within `project_timeout`, keeping `row` in step.
pub(super) async fn sync(
    site: &SiteRun,
    project: &Project,
    row: &mut RunProjectRow,
) -> Result<Ended, ProjectError> {
    let watermark = site.database.watermark(site.site_id, project.id.cast_signed()).await?;
    let from = lower_bound(site.mode, watermark, &site.settings, Utc::now());
    let source = Arc::new(site.source(project.id, from));
    let ended = in_time(site, read_and_write(site, project, &source, row)).await?;
    if site.mode != SyncMode::Census || ended == Ended::Stopped {
        return Ok(ended);
    }
    let counting = async {
        tokio::select! {
            biased;
            () = site.stop.cancelled() => Ok(Ended::Stopped),
            counted = census::take(site, project, &source, row) => counted.map(|()| Ended::Completed),
        }
    };
    in_time(site, counting).await
}

async fn in_time(
    site: &SiteRun,
    work: impl Future<Output = Result<Ended, ProjectError>>,
) -> Result<Ended, ProjectError> {
    let seconds = site.settings.project_timeout;
    let timed = tokio::time::timeout(Duration::from_secs(seconds.into()), work).await;
    timed.unwrap_or(Err(ProjectError::Timeout(seconds)))
}

async fn read_and_write(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
) -> Result<Ended, ProjectError> {
    let reading = Arc::clone(source);
    let (outlet, mut inlet) = mpsc::channel(1);
    // The reader goes on while a batch is being written.
    let reader = AbortOnDropHandle::new(tokio::spawn(async move {
        match reading.client.edition() {
            Edition::Cloud => cloud::read(&reading, &outlet).await,
            Edition::DataCenter => datacenter::read(&reading, &outlet).await,
        }
    }));
    let mut unread = 0;
    loop {
        // A stop does not wait for Jira: what is under way there is dropped, and the next run asks for it again.
        let message = tokio::select! {
            biased;
            () = site.stop.cancelled() => return Ok(Ended::Stopped),
            message = inlet.recv() => message,
        };
        let Some(message) = message else { break };
        match message {
            Message::Expect(issues) => {
                site.tracker.expect(issues);
                row.issues_total = Some(issues.cast_signed());
                site.database.upsert_project_row(&site.run, row).await?;
            }
            Message::Batch(batch) => {
                unread += batch.failed;
                commit(site, project, source, row, batch, unread == 0).await?;
            }
        }
    }
    match reader.await {
        Ok(result) => result?,
        Err(panicked) => return Err(JiraError::Settings(format!("The reader failed: {panicked}")).into()),
    }
    match (unread, row.issues_failed.unsigned_abs()) {
        (0, 0) => Ok(Ended::Completed),
        (0, quarantined) => Err(ProjectError::Quarantined(quarantined)),
        (unread, _) => Err(ProjectError::Unread(unread)),
    }
}

/// Writes one batch. Once an issue could not be read, the watermark stays where it is, so that the next run
/// comes back to it. What the database refuses is told from the rest issue by issue, and set aside.
pub(super) async fn commit(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
    batch: Batch,
    may_raise: bool,
) -> Result<(), ProjectError> {
    let ids: Vec<u64> = batch.issues.iter().map(|issue| issue.id).collect();
    let watermark_ms = batch.watermark.filter(|_| may_raise).map(|mark| mark.timestamp_millis());
    let page = Page { watermark_ms, ..page_of(site, project, batch) };
    match write(site, project, row, page).await {
        Err(StoreError::Statement(error)) if !StoreError::is_connection(&error) => {
            tracing::warn!(project = project.key, %error, "a page was refused; its issues are tried one by one");
        }
        written => return Ok(written?),
    }
    for id in ids {
        let batch = by_id::fetch(source, &[id]).await?;
        let refused = match write(site, project, row, page_of(site, project, batch)).await {
            Err(StoreError::Statement(error)) if !StoreError::is_connection(&error) => error.to_string(),
            written => {
                written?;
                continue;
            }
        };
        let document = source.client.document(id).await?.unwrap_or_default();
        let quarantined = vec![oddities::refused(id, document, refused)];
        write(site, project, row, Page { quarantined, ..empty(site, project) }).await?;
    }
    // The page's issues are settled one way or the other.
    Ok(write(site, project, row, Page { watermark_ms, ..empty(site, project) }).await?)
}

fn empty(site: &SiteRun, project: &Project) -> Page {
    Page {
        site_id: site.site_id,
        project_id: project.id.cast_signed(),
        project_key: project.key.clone(),
        issues: Vec::new(),
        users: Vec::new(),
        failed: 0,
        quarantined: Vec::new(),
        warnings: Vec::new(),
        watermark_ms: None,
    }
}

fn page_of(site: &SiteRun, project: &Project, batch: Batch) -> Page {
    let now = Utc::now();
    let mut people = People::of_site(site.site_id);
    let mut warnings = Warnings::default();
    let place = (project.id.cast_signed(), project.key.as_str());
    let mut issues = Vec::with_capacity(batch.issues.len());
    for issue in batch.issues {
        warnings.add(&issue);
        issues.push(issue_rows(&mut people, place, issue, now));
    }
    Page {
        issues,
        users: people.into_rows(),
        failed: batch.failed,
        quarantined: batch.unreadable.into_iter().map(oddities::set_aside).collect(),
        warnings: warnings.into_rows(),
        ..empty(site, project)
    }
}

/// Commits a page and counts it.
async fn write(
    site: &SiteRun,
    project: &Project,
    row: &mut RunProjectRow,
    page: Page,
) -> Result<(), StoreError> {
    let failed = page.failed + page.quarantined.len() as u64;
    let warnings: i64 = page.warnings.iter().map(|warning| warning.count).sum();
    let quarantined = page.quarantined.len() as u64;
    let outcome = site.database.commit_page(&site.run, page).await?;
    site.tracker.page(&project.key, &outcome, failed);
    site.tracker.warn(warnings.unsigned_abs());
    site.tracker.set_aside(quarantined);
    row.issues_processed += (outcome.handled() + failed).cast_signed();
    row.issues_created += outcome.created.cast_signed();
    row.issues_updated += outcome.updated.cast_signed();
    row.issues_failed += failed.cast_signed();
    Ok(())
}
