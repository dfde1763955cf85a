use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, FromQueryResult};

use crate::store::mirror::tables::{
    rows::{IssueRow, ProjectRow},
    upsert::{OnConflict, upsert},
};
use crate::store::{Mirror, ProjectId, SiteId, StoreError, database::sql, runs::RunHandle};

/// How far a project is mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProjectRead {
    /// Every issue with an earlier `updated` is stored; by Jira's clock. None if nothing has been read.
    pub watermark: Option<DateTime<Utc>>,
    /// When the last reading that reached the watermark or completed began, by the database's clock.
    pub read_at: Option<DateTime<Utc>>,
    /// The earliest `updated` that the first reading asked for: of older issues, only some are mirrored. None if all
    /// are.
    pub read_from: Option<DateTime<Utc>>,
    /// Whether Jira's list and count have ever agreed.
    pub listed_whole: bool,
}

impl ProjectRead {
    /// Whether anything of the project was read.
    pub fn has_begun(&self) -> bool {
        self.watermark.is_some() || self.listed_whole
    }
}

/// The stored row; its times are epoch milliseconds.
#[derive(FromQueryResult)]
struct StoredRead {
    /// 0 before anything was read.
    watermark_ms: i64,
    read_at: Option<DateTime<Utc>>,
    read_from_ms: Option<i64>,
    listed_whole: bool,
}

impl From<StoredRead> for ProjectRead {
    fn from(stored: StoredRead) -> Self {
        Self {
            watermark: Some(stored.watermark_ms)
                .filter(|ms| *ms > 0)
                .and_then(DateTime::from_timestamp_millis),
            read_at: stored.read_at,
            read_from: stored.read_from_ms.and_then(DateTime::from_timestamp_millis),
            listed_whole: stored.listed_whole,
        }
    }
}

/// The result of a complete reading of a project.
#[derive(Clone, Copy, Debug)]
pub struct CompletedRead {
    /// When it began, by the database's clock.
    pub began: DateTime<Utc>,
    /// As [`ProjectRead::read_from`].
    pub read_from: Option<DateTime<Utc>>,
    /// Whether Jira's list agreed with its count; false if they were not compared.
    pub listed_whole: bool,
}

/// A project that is not marked as lost.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ListedProject {
    pub id: ProjectId,
    pub key: String,
    /// Neither archived nor in the trash.
    pub live: bool,
}

impl Mirror<'_> {
    /// Updates a site's projects to what Jira lists now, and marks the issues of those with another key to be read
    /// again. Unlisted projects stay as they are: see [`Self::mark_projects_lost`].
    pub async fn refresh_projects(&self, run: &RunHandle, rows: Vec<ProjectRow>) -> Result<(), StoreError> {
        let database = self.database;
        self.mark_renamed(run, &rows).await?;
        let tx = database.begin_as(run).await?;
        upsert(&tx, rows, OnConflict::Overwrite).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Marks projects as `access_lost`: Jira does not distinguish a project that the account may not browse from one
    /// that is gone for good.
    pub async fn mark_projects_lost(
        &self,
        run: &RunHandle,
        ids: &[ProjectId],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let update = format!(
            "update projects set state = 'access_lost', deleted_at = $1 where site_id = $2 and id in ({})",
            sql::id_list(ids)
        );
        sql::execute(&tx, &update, [now.into(), site_id.into()]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A site's projects that are not marked as lost.
    pub async fn listed_projects(&self) -> Result<Vec<ListedProject>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select id, key, state = 'live' as live from projects
                     where site_id = $1 and deleted_at is null order by id";
        sql::rows(database.connection(), query, [site_id.into()]).await
    }

    /// How many issues each of a site's projects has, apart from those marked as gone.
    pub async fn live_issues(&self) -> Result<HashMap<ProjectId, u64>, StoreError> {
        let Self { database, site_id } = *self;
        #[derive(FromQueryResult)]
        struct Counted {
            project_id: ProjectId,
            issues: i64,
        }
        let query = "select project_id, count(*) as issues from issues
                     where site_id = $1 and deleted_at is null group by project_id";
        let counted: Vec<Counted> = sql::rows(database.connection(), query, [site_id.into()]).await?;
        Ok(counted.into_iter().map(|row| (row.project_id, row.issues.unsigned_abs())).collect())
    }

    /// How far a project is mirrored. None before the first page.
    pub async fn project_read(&self, project_id: ProjectId) -> Result<Option<ProjectRead>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select watermark_ms, read_at, read_from_ms, listed_whole from project_sync_state
                     where site_id = $1 and project_id = $2";
        let stored: Option<StoredRead> =
            sql::row(database.connection(), query, [site_id.into(), project_id.into()]).await?;
        Ok(stored.map(ProjectRead::from))
    }

    /// The ids of a site's projects that are known to be no longer in use.
    pub async fn departed_projects(&self) -> Result<Vec<ProjectId>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select id from projects where site_id = $1 and state <> 'live'";
        sql::column(database.connection(), query, [site_id.into()]).await
    }

    /// Records that the first reading of a project begins, of all issues or of those updated since `read_from`. Earlier
    /// readings no longer count.
    pub async fn begin_project_read(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        read_from: Option<DateTime<Utc>>,
        began: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let upsert = "insert into project_sync_state
                 (site_id, project_id, watermark_ms, read_at, read_from_ms, listed_whole)
             values ($1, $2, $3, $4, $5, false)
             on conflict (site_id, project_id) do update set watermark_ms = excluded.watermark_ms,
                 read_at = excluded.read_at, read_from_ms = excluded.read_from_ms, listed_whole = false";
        let read_from_ms = read_from.map(|from| from.timestamp_millis());
        let read = [read_from_ms.unwrap_or(0).into(), began.into(), read_from_ms.into()];
        sql::execute(&tx, upsert, [site_id.into(), project_id.into()].into_iter().chain(read)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Records that a project was read to the end.
    pub async fn note_project_read(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        read: CompletedRead,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let update = "update project_sync_state set read_at = $3, read_from_ms = $4,
                 listed_whole = listed_whole or $5 where site_id = $1 and project_id = $2";
        let read_from_ms = read.read_from.map(|from| from.timestamp_millis());
        let end = [read.began.into(), read_from_ms.into(), read.listed_whole.into()];
        sql::execute(&tx, update, [site_id.into(), project_id.into()].into_iter().chain(end)).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Adds rows for the projects of these issues that have none yet: otherwise nothing would ever mark the issues of a
/// project that Jira never lists to us.
pub(in crate::store::mirror) async fn ensure_projects(
    tx: &DatabaseTransaction,
    issues: impl Iterator<Item = &IssueRow>,
) -> Result<(), StoreError> {
    let projects: BTreeMap<(SiteId, ProjectId), &str> =
        issues.map(|issue| ((issue.site_id, issue.project_id), issue.project_key.as_str())).collect();
    for ((site_id, id), key) in projects {
        let insert =
            "insert into projects (site_id, id, key, name) values ($1, $2, $3, $3) on conflict do nothing";
        sql::execute(tx, insert, [site_id.into(), id.into(), key.into()]).await?;
    }
    Ok(())
}
