use app::model::{ProblemKind, ProjectState};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::{Place, RunHandle, RunId, Runs, SiteId, StoreError, Stored, database::sql};

/// A row of `sync_run_projects`: one project's part of a run.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RunProjectRow {
    pub site_id: SiteId,
    pub project_key: String,
    /// The site's name.
    pub instance: String,
    pub status: Stored<ProjectState>,
    pub start_time: Option<DateTime<Utc>>,
    pub end_time: Option<DateTime<Utc>>,
    /// As counted by Jira; None if it did not say.
    pub issues_total: Option<i64>,
    pub issues_processed: i64,
    pub issues_created: i64,
    pub issues_updated: i64,
    pub issues_failed: i64,
    pub error_message: Option<String>,
    /// The kind of the failure.
    pub problem: Option<Stored<ProblemKind>>,
    pub retry_count: i64,
}

impl RunProjectRow {
    /// A project, or the work for a whole site, that waits to be started.
    pub fn queued(site_id: SiteId, instance: &str, place: &Place) -> Self {
        Self {
            site_id,
            project_key: place.key().to_owned(),
            instance: instance.to_owned(),
            status: Stored(ProjectState::Queued),
            start_time: None,
            end_time: None,
            issues_total: None,
            issues_processed: 0,
            issues_created: 0,
            issues_updated: 0,
            issues_failed: 0,
            error_message: None,
            problem: None,
            retry_count: 0,
        }
    }
}

impl Runs<'_> {
    /// Stores the project's row of the run, replacing an earlier one. Its figures of issues stay: only
    /// `Mirror::commit_page` adds to them.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if the run was taken over.
    pub async fn upsert_project(&self, handle: &RunHandle, row: &RunProjectRow) -> Result<(), StoreError> {
        let tx = self.database.begin_urgent_as(handle).await?;
        let columns =
            ["status", "start_time", "end_time", "issues_total", "error_message", "retry_count", "problem"];
        let updates = columns.map(|column| format!("{column} = excluded.{column}")).join(", ");
        sql::execute(
            &tx,
            &format!(
                "insert into sync_run_projects (run_id, site_id, project_key, instance, {})
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 on conflict (run_id, site_id, project_key) do update set {updates}",
                columns.join(", ")
            ),
            [
                handle.run_id.into(),
                row.site_id.into(),
                row.project_key.clone().into(),
                row.instance.clone().into(),
                row.status.into(),
                row.start_time.into(),
                row.end_time.into(),
                row.issues_total.into(),
                row.error_message.clone().into(),
                row.retry_count.into(),
                row.problem.into(),
            ],
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// How many issues of a project a run has quarantined so far.
    pub async fn quarantined_by(
        &self,
        run_id: RunId,
        site_id: SiteId,
        project_key: &str,
    ) -> Result<u64, StoreError> {
        let query = "select issues_failed from sync_run_projects
                     where run_id = $1 and site_id = $2 and project_key = $3";
        let key = [run_id.into(), site_id.into(), project_key.into()];
        let count: Option<i64> = sql::value(self.database.connection(), query, key).await?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    /// The project rows of a run, by site and key.
    pub async fn projects(&self, run_id: RunId) -> Result<Vec<RunProjectRow>, StoreError> {
        self.projects_where(run_id, "true").await
    }

    /// The project rows of a run that failed or completed with errors, by site and key.
    pub async fn projects_with_errors(&self, run_id: RunId) -> Result<Vec<RunProjectRow>, StoreError> {
        self.projects_where(run_id, "status in ('failed', 'completed_with_errors')").await
    }

    async fn projects_where(&self, run_id: RunId, condition: &str) -> Result<Vec<RunProjectRow>, StoreError> {
        sql::rows(
            self.database.connection(),
            &format!(
                "select site_id, project_key, instance, status, start_time, end_time, issues_total, issues_processed,
                     issues_created, issues_updated, issues_failed, error_message, problem, retry_count
                 from sync_run_projects where run_id = $1 and {condition} order by instance, project_key"
            ),
            [run_id.into()],
        )
        .await
    }
}
