//! Removes old runs and their details, and keeps sums of them. Each call removes a few in one transaction and returns
//! how many, so that no other writer of SQLite waits long.

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, Value};

use super::{ACTIVE, COMPARISON, SYNC};
use crate::store::{
    Kind, Runs, StoreError,
    database::sql,
    schedules::census_plan::{ENDED, WHOLE_CENSUS},
};

/// Runs removed per transaction; each may have some hundred projects.
const RUNS_PER_TRANSACTION: usize = 20;

/// Servers that remove rows at the same time neither count a row twice nor wait for each other.
pub(in crate::store) const SKIP_LOCKED: &str = "for update skip locked";

/// The tables of a run's details, by `run_id`.
const DETAILS: [&str; 3] = ["sync_run_projects", "sync_run_metrics", "sync_run_warnings"];

impl Runs<'_> {
    /// Removes projects, metrics and warnings of some runs that ended before `before`, and adds the projects to
    /// `sync_run_project_days`. Returns the number of runs; 0 when none are left.
    pub async fn remove_details(&self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        let tx = self.database.begin_write().await?;
        let ended = format!(
            "select id from sync_runs where details_removed_at is null and completed_at < $1 and not ({ACTIVE})
             order by completed_at limit {RUNS_PER_TRANSACTION}"
        );
        let runs = ids(&tx, &ended, before).await?;
        if !runs.is_empty() {
            self.sum_projects(&tx, &runs).await?;
            remove_details(&tx, &among(&runs, 1), &runs).await?;
            let mark = format!("update sync_runs set details_removed_at = $1 where id {}", among(&runs, 2));
            let now: Value = sql::now(&tx).await?.into();
            sql::execute(&tx, &mark, [now].into_iter().chain(runs.clone())).await?;
        }
        tx.commit().await?;
        Ok(runs.len())
    }

    /// Removes some runs that ended before `before`, and adds them to `sync_run_days`. The last sync and the last
    /// census of the whole mirror stay: what is due next depends on them. So does the last comparison, whose reports are
    /// kept. Returns the number of runs; 0 when none are
    /// left.
    pub async fn remove(&self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        let tx = self.database.begin_write().await?;
        let newest = |condition: &str| {
            format!("(select id from sync_runs where {condition} order by started_at desc limit 1)")
        };
        let ended = format!(
            "select id from sync_runs where completed_at < $1 and not ({ACTIVE})
                 and id is distinct from {} and id is distinct from {} and id is distinct from {}
             order by completed_at limit {RUNS_PER_TRANSACTION}",
            newest(&format!("{ENDED} and {SYNC}")),
            newest(&format!("{ENDED} and {WHOLE_CENSUS}")),
            newest(COMPARISON),
        );
        let runs = ids(&tx, &ended, before).await?;
        if !runs.is_empty() {
            self.sum_projects(&tx, &runs).await?;
            remove_details(&tx, &among(&runs, 1), &runs).await?;
            self.sum_runs(&tx, &runs).await?;
            let remove = format!("delete from sync_runs where id {}", among(&runs, 1));
            sql::execute(&tx, &remove, runs.clone()).await?;
        }
        sql::execute(&tx, "delete from schedule_decisions where decided_at < $1", [before.into()]).await?;
        tx.commit().await?;
        Ok(runs.len())
    }

    /// Adds the runs' projects to the sums per day.
    async fn sum_projects(&self, tx: &DatabaseTransaction, runs: &[Value]) -> Result<(), StoreError> {
        let seconds = sql::seconds_between(tx, "p.start_time", "p.end_time");
        let statement = format!(
            "insert into sync_run_project_days as s (day, site_id, project_key, runs, failed_runs, seconds, {ISSUES})
             select {day}, p.site_id, p.project_key, count(*), count(case when p.status = 'failed' then 1 end),
                 coalesce(sum({seconds}), 0), sum(p.issues_processed), sum(p.issues_created), sum(p.issues_updated),
                 sum(p.issues_failed)
             from sync_run_projects p join sync_runs r on r.id = p.run_id where r.id {among}
             group by 1, 2, 3
             on conflict (day, site_id, project_key) do update set runs = s.runs + excluded.runs,
                 failed_runs = s.failed_runs + excluded.failed_runs, {ADD_SUMS}",
            day = self.day("r.started_at"),
            among = among(runs, 1),
        );
        sql::execute(tx, &statement, runs.to_vec()).await.map(drop)
    }

    /// Adds the runs to the sums per day.
    async fn sum_runs(&self, tx: &DatabaseTransaction, runs: &[Value]) -> Result<(), StoreError> {
        let seconds = sql::seconds_between(tx, "started_at", "completed_at");
        let statement = format!(
            "insert into sync_run_days as s (day, sync_type, mode, status, runs, seconds, {ISSUES})
             select {day}, sync_type, mode, status, count(*), coalesce(sum({seconds}), 0), sum(total_issues),
                 sum(issues_created), sum(issues_updated), sum(issues_failed)
             from sync_runs where id {among}
             group by 1, 2, 3, 4
             on conflict (day, sync_type, mode, status) do update set runs = s.runs + excluded.runs, {ADD_SUMS}",
            day = self.day("started_at"),
            among = among(runs, 1),
        );
        sql::execute(tx, &statement, runs.to_vec()).await.map(drop)
    }

    /// The day of a timestamp, in UTC, as SQL.
    fn day(&self, time: &str) -> String {
        match self.database.kind() {
            Kind::Sqlite => format!("date({time})"),
            Kind::Postgres => format!("({time} at time zone 'UTC')::date"),
        }
    }
}

/// The counters in both tables of sums.
const ISSUES: &str = "issues_processed, issues_created, issues_updated, issues_failed";
const ADD_SUMS: &str = "seconds = s.seconds + excluded.seconds, \
    issues_processed = s.issues_processed + excluded.issues_processed, \
    issues_created = s.issues_created + excluded.issues_created, \
    issues_updated = s.issues_updated + excluded.issues_updated, \
    issues_failed = s.issues_failed + excluded.issues_failed";

/// The ids of the runs that `query` finds for `before`, locked.
async fn ids(tx: &DatabaseTransaction, query: &str, before: DateTime<Utc>) -> Result<Vec<Value>, StoreError> {
    let query = sql::locking(tx, query, SKIP_LOCKED);
    let ids: Vec<String> = sql::column(tx, &query, [before.into()]).await?;
    Ok(ids.into_iter().map(Value::from).collect())
}

/// Removes the details of runs. `which` is a condition on their id, with placeholders for `values`.
pub(in crate::store) async fn remove_details(
    tx: &DatabaseTransaction,
    which: &str,
    values: &[Value],
) -> Result<(), StoreError> {
    for table in DETAILS {
        let remove = format!("delete from {table} where run_id {which}");
        sql::execute(tx, &remove, values.to_vec()).await?;
    }
    Ok(())
}

/// `in ($first, …)` with a placeholder for each id.
fn among(ids: &[Value], first: usize) -> String {
    format!("in ({})", sql::placeholders(first, ids.len()))
}
