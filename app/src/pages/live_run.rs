use crate::model::{Progress, ProjectState, Run};

/// The run as its progress shows it: what was loaded of an active run is out of date a second later.
///
/// A run that has ended, and one that the progress is not about, stays as loaded. `now` is milliseconds since 1970.
pub(super) fn follow(run: &Run, progress: Option<&Progress>, now: i64) -> Run {
    let mut run = run.clone();
    let about = progress.filter(|progress| progress.sync_id.as_ref() == Some(&run.sync_id));
    let Some(progress) = about.filter(|_| run.status.is_active()) else { return run };
    run.status = progress.status;
    run.total_projects = progress.total_projects;
    run.failed_projects = progress.failed_projects;
    run.successful_projects = progress.completed_projects.saturating_sub(progress.failed_projects);
    run.total_issues = progress.current_issues;
    run.issues_created = progress.issues_created;
    run.issues_updated = progress.issues_updated;
    run.issues_failed = progress.issues_failed;
    run.issues_per_second = progress.issues_per_second;
    if let Some(started) = run.started_at.epoch_millis() {
        run.duration_seconds = run.duration_seconds.floor().max(((now - started) / 1_000) as f64);
    }
    run
}

/// Whether a project in this state is still to be read, or being read.
pub(super) fn is_open(state: ProjectState) -> bool {
    matches!(state, ProjectState::Queued | ProjectState::Running)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RunStatus, SyncMode, SyncType, Timestamp};

    fn run(status: RunStatus) -> Run {
        Run {
            sync_id: "a".into(),
            status,
            sync_type: SyncType::Manual,
            initiated_by: "api".into(),
            schedule_id: None,
            mode: SyncMode::Incremental,
            started_at: Timestamp("1970-01-01T00:00:10Z".into()),
            completed_at: None,
            duration_seconds: 0.4,
            total_projects: 0,
            successful_projects: 0,
            failed_projects: 0,
            total_issues: 0,
            issues_created: 0,
            issues_updated: 0,
            issues_failed: 0,
            issues_per_second: 0.0,
            error_message: None,
            details_removed_at: None,
        }
    }

    fn progress(sync_id: &str) -> Progress {
        Progress {
            status: RunStatus::Stopping,
            sync_id: Some(sync_id.into()),
            current_project: None,
            total_projects: 14,
            completed_projects: 5,
            failed_projects: 2,
            current_issues: 120,
            total_issues: 900,
            issues_created: 100,
            issues_updated: 15,
            issues_failed: 5,
            progress_percentage: 13.3,
            issues_per_second: 8.0,
            seconds_left: None,
            started_at: None,
            updated_at: None,
            waiting: Vec::new(),
            projects: Vec::new(),
        }
    }

    #[test]
    fn active_run_follows_its_progress() {
        let shown = follow(&run(RunStatus::Running), Some(&progress("a")), 25_900);
        assert_eq!((shown.status, shown.duration_seconds), (RunStatus::Stopping, 15.0));
        assert_eq!((shown.total_projects, shown.successful_projects, shown.failed_projects), (14, 3, 2));
        assert_eq!((shown.total_issues, shown.issues_created, shown.issues_failed), (120, 100, 5));
    }

    #[test]
    fn ended_run_and_another_run_stay_as_loaded() {
        let ended = run(RunStatus::Completed);
        assert_eq!(follow(&ended, Some(&progress("a")), 25_900), ended);
        let other = run(RunStatus::Running);
        assert_eq!(follow(&other, Some(&progress("b")), 25_900), other);
        assert_eq!(follow(&other, None, 25_900), other);
    }
}
