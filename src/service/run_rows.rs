//! Converts stored runs to what people see.

use app::{
    error::ApiError,
    model::{ProjectRun, Run},
};
use chrono::{DateTime, Utc};

use super::{
    failure,
    times::{seconds, timestamp},
};
use crate::store::{Database, RunProjectRow, RunRow};

/// The run with that id.
///
/// # Errors
///
/// 404.
pub(super) async fn row(database: &Database, sync_id: &str) -> Result<RunRow, ApiError> {
    let id = sync_id.parse().map_err(|_| no_run(sync_id))?;
    let row = database.runs().get(id).await.map_err(failure::store)?;
    row.ok_or_else(|| no_run(sync_id))
}

/// A stored run as people see it; the duration of an active one is up to `now`.
pub(super) fn run(row: &RunRow, now: DateTime<Utc>) -> Run {
    let duration_seconds = seconds(row.started_at, row.completed_at.unwrap_or(now));
    Run {
        sync_id: row.id.to_string(),
        status: row.status.0,
        sync_type: row.sync_type.0,
        initiated_by: row.initiated_by.clone(),
        schedule_id: row.schedule_id,
        mode: row.mode.0,
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
    }
}

fn no_run(sync_id: &str) -> ApiError {
    ApiError::not_found(format!("There is no run {sync_id}. The history lists the syncs."))
}

/// A project's part of a run; the duration of an active one is up to `now`.
pub(super) fn project_run(row: RunProjectRow, now: DateTime<Utc>) -> ProjectRun {
    ProjectRun {
        project_key: row.project_key,
        instance: row.instance,
        start_time: row.start_time.map(timestamp),
        end_time: row.end_time.map(timestamp),
        duration_seconds: row.start_time.map_or(0.0, |start| seconds(start, row.end_time.unwrap_or(now))),
        status: row.status.0,
        issues_processed: row.issues_processed.unsigned_abs(),
        issues_created: row.issues_created.unsigned_abs(),
        issues_updated: row.issues_updated.unsigned_abs(),
        issues_failed: row.issues_failed.unsigned_abs(),
        error_message: row.error_message,
        retry_count: row.retry_count.unsigned_abs(),
    }
}
