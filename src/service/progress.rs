use app::model::{Progress, ProjectProgress, ProjectState, RunStatus, WHOLE_SITE, Waiting};
use chrono::{DateTime, Utc};

use super::times::{seconds, timestamp};
use crate::store::{Database, RunProjectRow, RunRow, StoreError, WaitingSite};

/// The live state of the active run, or of the last one.
pub(super) async fn progress(database: &Database) -> Result<Progress, StoreError> {
    let now = database.now().await?;
    match database.runs().newest().await? {
        Some(run) => {
            let projects = database.runs().projects(run.id).await?;
            of_run(&run, projects, now)
        }
        None => Ok(nothing()),
    }
}

/// The progress before the first run.
pub(super) fn nothing() -> Progress {
    Progress {
        status: RunStatus::Idle,
        sync_id: None,
        current_project: None,
        total_projects: 0,
        completed_projects: 0,
        failed_projects: 0,
        current_issues: 0,
        total_issues: 0,
        issues_created: 0,
        issues_updated: 0,
        issues_failed: 0,
        progress_percentage: 0.0,
        issues_per_second: 0.0,
        seconds_left: None,
        started_at: None,
        updated_at: None,
        waiting: Vec::new(),
        projects: Vec::new(),
    }
}

fn of_run(run: &RunRow, rows: Vec<RunProjectRow>, now: DateTime<Utc>) -> Result<Progress, StoreError> {
    let status = run.status.0;
    let Counts { total: total_projects, done, failed } = Counts::of(run, &rows);
    let (current, expected) = (run.total_issues.unsigned_abs(), run.issues_expected.unsigned_abs());
    let elapsed = seconds(run.started_at, run.completed_at.unwrap_or(now));
    let rate = if elapsed > 0.0 { current as f64 / elapsed } else { 0.0 };
    let left = expected.saturating_sub(current);
    let waiting: Vec<WaitingSite> = match &run.waiting {
        Some(waiting) => serde_json::from_value(waiting.clone())
            .map_err(|error| StoreError::Value { table: "sync_runs", reason: error.to_string() })?,
        None => Vec::new(),
    };
    Ok(Progress {
        status,
        sync_id: Some(run.id.to_string()),
        current_project: run.current_project.clone(),
        total_projects,
        completed_projects: done,
        failed_projects: failed,
        current_issues: current,
        total_issues: expected,
        issues_created: run.issues_created.unsigned_abs(),
        issues_updated: run.issues_updated.unsigned_abs(),
        issues_failed: run.issues_failed.unsigned_abs(),
        progress_percentage: percentage(status, (current, expected), (done, total_projects)),
        issues_per_second: rate,
        seconds_left: (status.is_active() && rate > 0.0 && left > 0).then(|| left as f64 / rate),
        started_at: Some(timestamp(run.started_at)),
        updated_at: run.progress_at.map(timestamp),
        waiting: waiting
            .into_iter()
            .filter(|site| site.until > now)
            .map(|site| Waiting { instance: site.instance, until: timestamp(site.until) })
            .collect(),
        projects: rows.into_iter().map(project).collect(),
    })
}

/// Numbers of projects.
struct Counts {
    total: u64,
    /// Ended, whether they succeeded or failed.
    done: u64,
    failed: u64,
}

impl Counts {
    /// The projects' rows are stored at once, the run's own figures only at its next heartbeat: whichever is ahead
    /// counts. A run whose details were removed has no rows.
    fn of(run: &RunRow, rows: &[RunProjectRow]) -> Self {
        let projects = || rows.iter().filter(|row| row.project_key != WHOLE_SITE);
        let failed = projects().filter(|row| row.status.0 == ProjectState::Failed).count() as u64;
        let succeeded = projects().filter(|row| is_read(row.status.0)).count() as u64;
        let failed = failed.max(run.failed_projects.unsigned_abs());
        Self {
            total: (projects().count() as u64).max(run.total_projects.unsigned_abs()),
            done: failed + succeeded.max(run.successful_projects.unsigned_abs()),
            failed,
        }
    }
}

/// Whether a project in this state was read to its end.
fn is_read(state: ProjectState) -> bool {
    matches!(state, ProjectState::Completed | ProjectState::CompletedWithErrors)
}

/// By issues if their number is known, otherwise by projects. An active run never shows 100.
fn percentage(status: RunStatus, issues: (u64, u64), projects: (u64, u64)) -> f64 {
    if matches!(status, RunStatus::Completed | RunStatus::CompletedWithErrors) {
        return 100.0;
    }
    let share = match (issues, projects) {
        ((current, expected), _) if expected > 0 => current as f64 / expected as f64,
        (_, (done, total)) if total > 0 => done as f64 / total as f64,
        _ => 0.0,
    };
    (share * 100.0).min(99.9)
}

fn project(row: RunProjectRow) -> ProjectProgress {
    ProjectProgress {
        project_key: row.project_key,
        instance: row.instance,
        status: row.status.0,
        issues_processed: row.issues_processed.unsigned_abs(),
        issues_total: row.issues_total.map(i64::unsigned_abs),
        error_message: row.error_message,
    }
}

#[cfg(test)]
mod tests {
    use app::model::{SyncMode, SyncType};

    use super::*;
    use crate::store::{Place, ProjectId, ProjectRef, SiteId, Stored};

    fn run(total_projects: i64, successful_projects: i64, failed_projects: i64) -> RunRow {
        RunRow {
            id: "00000000-0000-4000-8000-000000000001".parse().unwrap(),
            sync_type: Stored(SyncType::Manual),
            initiated_by: "api".into(),
            mode: Stored(SyncMode::Incremental),
            status: Stored(RunStatus::Running),
            schedule_id: None,
            started_at: DateTime::UNIX_EPOCH,
            completed_at: None,
            total_projects,
            successful_projects,
            failed_projects,
            total_issues: 0,
            issues_expected: 0,
            issues_created: 0,
            issues_updated: 0,
            issues_failed: 0,
            error_message: None,
            current_project: None,
            waiting: None,
            progress_at: None,
            details_removed_at: None,
        }
    }

    fn row(place: &Place, state: ProjectState) -> RunProjectRow {
        RunProjectRow { status: Stored(state), ..RunProjectRow::queued(SiteId(1), "site", place) }
    }

    #[test]
    fn projects_are_counted_from_their_rows_unless_the_run_is_ahead() {
        let project = Place::Project(ProjectRef { id: ProjectId(1), key: "A".to_owned() });
        let rows = [
            row(&project, ProjectState::Completed),
            row(&project, ProjectState::CompletedWithErrors),
            row(&project, ProjectState::Failed),
            row(&project, ProjectState::Running),
            row(&Place::Site, ProjectState::Failed),
        ];
        let counts = |run: &RunRow, rows: &[RunProjectRow]| {
            let Counts { total, done, failed } = Counts::of(run, rows);
            (total, done, failed)
        };
        assert_eq!(counts(&run(0, 0, 0), &rows), (4, 3, 1));
        assert_eq!(counts(&run(4, 3, 1), &rows), (4, 4, 1));
        assert_eq!(counts(&run(14, 13, 1), &[]), (14, 14, 1), "the rows of an old run are removed");
    }

    #[test]
    fn percentage_follows_issues_else_projects_and_reaches_100_at_the_end() {
        let at_work = |issues, projects| percentage(RunStatus::Running, issues, projects);
        assert_eq!(at_work((50, 200), (3, 4)), 25.0);
        assert_eq!(at_work((50, 0), (3, 4)), 75.0);
        assert_eq!(at_work((0, 0), (0, 0)), 0.0);
        assert_eq!(at_work((300, 200), (4, 4)), 99.9);
        assert_eq!(percentage(RunStatus::Completed, (0, 0), (0, 0)), 100.0);
        assert_eq!(percentage(RunStatus::Stopped, (50, 200), (0, 4)), 25.0);
    }
}
