mod issues;
mod parts;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, Value};

use super::{
    quarantine::{self, Quarantined},
    quarantine_key::QuarantineKey,
};
use crate::store::mirror::stale;
use crate::store::mirror::{
    lists::projects,
    people::{self},
    tables::{issue_rows::IssueRows, person::Shown},
    warnings::{self, WarningRow},
};
use crate::store::{
    IssueId, Mirror, Place, ProjectId, SiteId, StoreError,
    database::sql,
    runs::{RunHandle, retry_on_deadlock},
};
pub(in crate::store::mirror) use issues::LISTS;
use issues::write_issues;

/// Rows that are committed together.
#[derive(Clone, Debug)]
pub struct Page {
    /// The place whose row in the run counts this page.
    pub place: Place,
    /// With content hashes; each issue once.
    pub issues: Vec<IssueRows>,
    /// The people that the issues show, each form once.
    pub people: Vec<Shown>,
    /// Documents that cannot be stored.
    pub quarantined: Vec<Quarantined>,
    /// Warnings about `issues`.
    pub warnings: Vec<WarningRow>,
    /// The project's new watermark, unless the stored one is later.
    pub watermark: Option<Watermark>,
}

impl Page {
    /// Whether it contains the issue of a quarantined document.
    fn holds(&self, quarantined: &QuarantineKey) -> bool {
        self.issues.iter().any(|rows| match quarantined {
            QuarantineKey::Issue(id) => rows.issue.id == *id,
            QuarantineKey::Unidentified(key) => rows.issue.key == *key,
            QuarantineKey::RemoteLinks(_) => false,
        })
    }
}

/// How far a project has been read.
#[derive(Clone, Copy, Debug)]
pub struct Watermark {
    /// Every issue with an earlier `updated` is stored; by Jira's clock.
    pub at: DateTime<Utc>,
    /// When the reading that reached it began, by the database's clock.
    pub began: DateTime<Utc>,
}

/// How many issues of a page were created, updated and unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageOutcome {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl PageOutcome {
    /// The number of issues, stored or unchanged.
    pub fn handled(&self) -> u64 {
        self.created + self.updated + self.unchanged
    }
}

impl Mirror<'_> {
    /// Writes a page and its watermark in one transaction, after checking that `run` still holds the lock, and adds it
    /// to the figures of the run's project. Issues whose content hash is already stored are not written again. A large
    /// page must be split with [`Page::parts`] first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] if the database rejects a row: nothing of the page is stored or counted then.
    pub async fn commit_page(&self, run: &RunHandle, page: &Page) -> Result<PageOutcome, StoreError> {
        retry_on_deadlock(|| self.write_page(run, page)).await
    }

    async fn write_page(&self, run: &RunHandle, page: &Page) -> Result<PageOutcome, StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let ids: Vec<IssueId> = page.issues.iter().map(|rows| rows.issue.id).collect();
        let failed = page.quarantined.len() as u64;
        let project_id = page.place.project().map(|project| project.id);
        let elsewhere = page.issues.iter().filter(|rows| Some(rows.issue.project_id) != project_id);
        projects::ensure_projects(&tx, elsewhere.map(|rows| &rows.issue)).await?;
        let (outcome, evidence) = write_issues(&tx, site_id, &page.issues).await?;
        stale::clear(&tx, site_id, &ids).await?;
        quarantine::release(&tx, site_id, |key| page.holds(key)).await?;
        quarantine::quarantine(&tx, site_id, project_id, page.quarantined.clone()).await?;
        warnings::note_warnings(&tx, run, (site_id, &page.place), page.warnings.clone()).await?;
        people::write(&tx, site_id, page.people.clone(), &evidence).await?;
        if let (Some(project_id), Some(watermark)) = (project_id, page.watermark) {
            raise_watermark(&tx, site_id, project_id, watermark).await?;
        }
        count_page(&tx, run, (site_id, &page.place), &outcome, failed).await?;
        tx.commit().await?;
        Ok(outcome)
    }
}

async fn raise_watermark(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    project_id: ProjectId,
    watermark: Watermark,
) -> Result<(), StoreError> {
    let sql = "insert into project_sync_state (site_id, project_id, watermark_ms, read_at) values ($1, $2, $3, $4) \
               on conflict (site_id, project_id) do update set watermark_ms = excluded.watermark_ms, \
                   read_at = excluded.read_at \
               where excluded.watermark_ms > project_sync_state.watermark_ms";
    let values =
        [site_id.into(), project_id.into(), watermark.at.timestamp_millis().into(), watermark.began.into()];
    sql::execute(tx, sql, values).await?;
    Ok(())
}

/// Counts a page in the run's project row, so that the figures are right even after a crash.
async fn count_page(
    tx: &DatabaseTransaction,
    run: &RunHandle,
    (site_id, place): (SiteId, &Place),
    outcome: &PageOutcome,
    failed: u64,
) -> Result<(), StoreError> {
    let counts = [outcome.handled() + failed, outcome.created, outcome.updated, failed];
    let [handled, created, updated, failed] = counts.map(|count| Value::from(count.cast_signed()));
    let sql = "update sync_run_projects set issues_processed = issues_processed + $1, \
               issues_created = issues_created + $2, issues_updated = issues_updated + $3, \
               issues_failed = issues_failed + $4 where run_id = $5 and site_id = $6 and project_key = $7";
    let key = [run.run_id.into(), site_id.into(), place.key().into()];
    sql::execute(tx, sql, [handled, created, updated, failed].into_iter().chain(key)).await?;
    Ok(())
}
