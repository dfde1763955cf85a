//! Stored runs as people see them.

use app::{
    error::ApiError,
    model::{ProjectRun, Run, RunStatus, SyncMode, SyncType},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    failure,
    times::{seconds, timestamp},
};
use crate::store::{Database, RunProjectRow, RunRow, StoreError};

/// The run with that id.
///
/// # Errors
///
/// 404.
pub(super) async fn row(database: &Database, sync_id: &str) -> Result<RunRow, ApiError> {
    let id = Uuid::parse_str(sync_id).map_err(|_| no_run(sync_id))?;
    let row = database.runs().get(&id.to_string()).await.map_err(failure::store)?;
    row.ok_or_else(|| no_run(sync_id))
}

/// A stored run as people see it; an active one lasts until `now`.
pub(super) fn run(row: &RunRow, now: DateTime<Utc>) -> Result<Run, StoreError> {
    let unknown = |name: &str| StoreError::Value { table: "sync_runs", reason: format!("unknown {name}") };
    let duration_seconds = seconds(row.started_at, row.completed_at.unwrap_or(now));
    Ok(Run {
        sync_id: row.id.clone(),
        status: status(row)?,
        sync_type: SyncType::parse(&row.sync_type).ok_or_else(|| unknown(&row.sync_type))?,
        initiated_by: row.initiated_by.clone(),
        schedule_id: row.schedule_id,
        mode: SyncMode::ALL
            .into_iter()
            .find(|mode| mode.as_str() == row.mode)
            .ok_or_else(|| unknown(&row.mode))?,
        started_at: timestamp(row.started_at),
        completed_at: row.completed_at.map(timestamp),
        duration_seconds,
        total_projects: row.total_projects.unsigned_abs(),
        successful_projects: row.successful_projects.unsigned_abs(),
        failed_projects: row.failed_projects.unsigned_abs(),
        total_issues: row.total_issues.unsigned_abs(),
        issues_created: row.issues_created.unsigned_abs(),
        issues_updated: row.issues_updated.unsigned_abs(),
        issues_failed: row.issues_failed.unsigned_abs(),
        issues_per_second: if duration_seconds > 0.0 {
            row.total_issues as f64 / duration_seconds
        } else {
            0.0
        },
        error_message: row.error_message.clone(),
        details_removed_at: row.details_removed_at.map(timestamp),
    })
}

/// The status of a stored run.
pub(super) fn status(row: &RunRow) -> Result<RunStatus, StoreError> {
    RunStatus::parse(&row.status)
        .ok_or_else(|| StoreError::Value { table: "sync_runs", reason: format!("status {}", row.status) })
}

fn no_run(sync_id: &str) -> ApiError {
    ApiError::not_found(format!("There is no run {sync_id}. The history lists those there are."))
}

/// A project's part of a run; an active one lasts until `now`.
pub(super) fn project_run(row: RunProjectRow, now: DateTime<Utc>) -> ProjectRun {
    ProjectRun {
        project_key: row.project_key,
        instance: row.instance,
        start_time: row.start_time.map(timestamp),
        end_time: row.end_time.map(timestamp),
        duration_seconds: row.start_time.map_or(0.0, |start| seconds(start, row.end_time.unwrap_or(now))),
        status: row.status,
        issues_processed: row.issues_processed.unsigned_abs(),
        issues_created: row.issues_created.unsigned_abs(),
        issues_updated: row.issues_updated.unsigned_abs(),
        issues_failed: row.issues_failed.unsigned_abs(),
        error_message: row.error_message,
        retry_count: row.retry_count.unsigned_abs(),
    }
}
