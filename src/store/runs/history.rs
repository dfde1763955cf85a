use app::model::{RunStatus, SyncMode, SyncType};
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};

use super::{ACTIVE, SYNC, SYNC_OR_REFETCH};
use crate::store::{RunId, Runs, StoreError, Stored, database::sql};

/// A row of `sync_runs`.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct RunRow {
    pub id: RunId,
    pub sync_type: Stored<SyncType>,
    pub initiated_by: String,
    pub mode: Stored<SyncMode>,
    pub status: Stored<RunStatus>,
    /// The schedule that started it; None if it was started otherwise.
    pub schedule_id: Option<i64>,
    pub started_at: DateTime<Utc>,
    pub completed_at: Option<DateTime<Utc>>,
    pub total_projects: i64,
    pub successful_projects: i64,
    pub failed_projects: i64,
    pub total_issues: i64,
    pub issues_expected: i64,
    pub issues_created: i64,
    pub issues_updated: i64,
    pub issues_failed: i64,
    pub error_message: Option<String>,
    pub current_project: Option<String>,
    pub waiting: Option<serde_json::Value>,
    pub progress_at: Option<DateTime<Utc>>,
    pub details_removed_at: Option<DateTime<Utc>>,
}

/// Which runs to return; members are joined by AND.
#[derive(Clone, Debug, Default)]
pub struct RunQuery {
    /// Started at or after this time.
    pub from: Option<DateTime<Utc>>,
    /// Started before this time.
    pub before: Option<DateTime<Utc>>,
    pub status: Option<RunStatus>,
    /// None: manual and scheduled syncs.
    pub sync_type: Option<SyncType>,
}

/// Figures of runs that ended.
#[derive(Clone, Debug, Default, PartialEq, FromQueryResult)]
pub struct RunFigures {
    pub total: i64,
    /// Ended as `completed`.
    pub successful: i64,
    /// Ended as `failed`, `completed_with_errors` or `interrupted`.
    pub failed: i64,
    pub issues: i64,
    pub average_seconds: f64,
}

const COLUMNS: &str = "id, sync_type, initiated_by, mode, status, schedule_id, started_at, \
    completed_at, total_projects, successful_projects, failed_projects, total_issues, issues_expected, \
    issues_created, issues_updated, issues_failed, error_message, current_project, waiting, progress_at, \
    details_removed_at";

impl RunQuery {
    fn conditions(&self) -> (String, Vec<Value>) {
        let wanted: [(&str, Option<Value>); 4] = [
            ("started_at >=", self.from.map(Into::into)),
            ("started_at <", self.before.map(Into::into)),
            ("status =", self.status.map(|status| status.as_str().into())),
            ("sync_type =", self.sync_type.map(|kind| kind.as_str().into())),
        ];
        let mut text = String::from(if self.sync_type.is_some() { SYNC_OR_REFETCH } else { SYNC });
        let mut values = Vec::new();
        for (condition, value) in wanted {
            if let Some(value) = value {
                values.push(value);
                text.push_str(&format!(" and {condition} ${}", values.len()));
            }
        }
        (text, values)
    }
}

impl Runs<'_> {
    /// How many runs match, and `limit` of them starting at `offset`, newest first.
    pub async fn page(
        &self,
        query: &RunQuery,
        limit: u64,
        offset: u64,
    ) -> Result<(u64, Vec<RunRow>), StoreError> {
        let (conditions, values) = query.conditions();
        let count = format!("select count(*) from sync_runs where {conditions}");
        let page =
            format!("select {COLUMNS} from sync_runs where {conditions} order by started_at desc, id desc");
        sql::page(self.database.connection(), (&count, &page), values, limit, offset).await
    }

    /// The run with this id.
    pub async fn get(&self, run_id: RunId) -> Result<Option<RunRow>, StoreError> {
        let query = format!("select {COLUMNS} from sync_runs where id = $1");
        sql::row(self.database.connection(), &query, [run_id.into()]).await
    }

    /// The newest sync, active or not.
    pub async fn newest(&self) -> Result<Option<RunRow>, StoreError> {
        let query =
            format!("select {COLUMNS} from sync_runs where {SYNC} order by started_at desc, id desc limit 1");
        sql::row(self.database.connection(), &query, []).await
    }

    /// The newest sync that has ended.
    pub async fn newest_ended(&self) -> Result<Option<RunRow>, StoreError> {
        let query = format!(
            "select {COLUMNS} from sync_runs where not ({ACTIVE}) and {SYNC} order by started_at desc, id desc limit 1"
        );
        sql::row(self.database.connection(), &query, []).await
    }

    /// Figures of every sync that ended since `since`.
    pub async fn figures(&self, since: DateTime<Utc>) -> Result<RunFigures, StoreError> {
        let seconds = sql::seconds_between(self.database.connection(), "started_at", "completed_at");
        let query = format!(
            "select count(*) as total,
                 count(case when status = 'completed' then 1 end) as successful,
                 count(case when status in ('failed', 'completed_with_errors', 'interrupted') then 1 end) as failed,
                 coalesce(cast(sum(total_issues) as bigint), 0) as issues,
                 coalesce(avg({seconds}), 0.0) as average_seconds
             from sync_runs where completed_at >= $1 and {SYNC}"
        );
        Ok(sql::row(self.database.connection(), &query, [since.into()]).await?.unwrap_or_default())
    }

    /// How many seconds each of the newest `limit` completed syncs took.
    pub async fn durations(&self, limit: u64) -> Result<Vec<f64>, StoreError> {
        #[derive(FromQueryResult)]
        struct DurationRow {
            seconds: f64,
        }
        let seconds = sql::seconds_between(self.database.connection(), "started_at", "completed_at");
        let query = format!(
            "select {seconds} as seconds from sync_runs
             where status in ('completed', 'completed_with_errors') and completed_at is not null and {SYNC}
             order by started_at desc limit $1"
        );
        let took: Vec<DurationRow> =
            sql::rows(self.database.connection(), &query, [(limit as i64).into()]).await?;
        Ok(took.into_iter().map(|took| took.seconds).collect())
    }
}
