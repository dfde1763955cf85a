use crate::{
    components::run_look,
    model::{Progress, ProjectState, RunStatus},
    text::counted,
};

/// What a run does at a time, in words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phase {
    /// The percentage, or the phase's name while no issues are read.
    pub(super) title: String,
    pub(super) detail: String,
    /// 0..=100; None while it cannot be known how much is left.
    pub(super) percent: Option<f64>,
}

impl Phase {
    pub(super) fn of(progress: &Progress) -> Self {
        let percent = progress.progress_percentage.floor();
        let of_issues = |detail: String| Self {
            title: format!("{percent:.0} %"),
            detail,
            percent: Some(progress.progress_percentage),
        };
        let beside = |title: &str, detail: &str| Self {
            title: title.to_owned(),
            detail: detail.to_owned(),
            percent: None,
        };
        match (progress.status, progress.total_projects, progress.completed_projects) {
            (RunStatus::Stopping, ..) => of_issues("Stopping after the current page…".to_owned()),
            (RunStatus::Running, 0, _) => {
                beside("Preparing", "Signing in and reading the lists of projects and fields")
            }
            (RunStatus::Running, total, done) if done >= total => {
                beside("Finishing", "All projects done. Reading worklogs and remote links")
            }
            (RunStatus::Running, ..) => of_issues(reading(progress)),
            (ended, ..) => of_issues(run_look(ended).word.to_owned()),
        }
    }
}

/// Which projects are being read: `Reading LUM`, `Reading LUM and 2 more projects`.
fn reading(progress: &Progress) -> String {
    let mut running = progress.projects.iter().filter(|project| project.status == ProjectState::Running);
    let first = running.next().map(|project| &project.project_key).or(progress.current_project.as_ref());
    match (first, running.count()) {
        (None, _) => String::new(),
        (Some(key), 0) => format!("Reading {key}"),
        (Some(key), others) => format!("Reading {key} and {}", counted(others as u64, "more project")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProjectProgress;

    fn progress(total_projects: u64, completed_projects: u64, running: &[&str]) -> Progress {
        let project = |key: &&str| ProjectProgress {
            project_key: (*key).to_owned(),
            instance: "site".into(),
            status: ProjectState::Running,
            issues_processed: 0,
            issues_total: None,
            error_message: None,
        };
        Progress {
            status: RunStatus::Running,
            sync_id: None,
            current_project: None,
            total_projects,
            completed_projects,
            failed_projects: 0,
            current_issues: 0,
            total_issues: 0,
            issues_created: 0,
            issues_updated: 0,
            issues_failed: 0,
            progress_percentage: 99.9,
            issues_per_second: 0.0,
            seconds_left: None,
            started_at: None,
            updated_at: None,
            waiting: Vec::new(),
            projects: running.iter().map(project).collect(),
        }
    }

    #[test]
    fn each_phase_has_a_name_and_only_reading_a_percentage() {
        let preparing = Phase::of(&progress(0, 0, &[]));
        assert_eq!((preparing.title.as_str(), preparing.percent), ("Preparing", None));
        let finishing = Phase::of(&progress(4, 4, &[]));
        assert_eq!((finishing.title.as_str(), finishing.percent), ("Finishing", None));
        let one = Phase::of(&progress(4, 3, &["LUM"]));
        assert_eq!((one.title.as_str(), one.detail.as_str()), ("99 %", "Reading LUM"));
        assert_eq!(Phase::of(&progress(4, 1, &["A", "B", "C"])).detail, "Reading A and 2 more projects");
        let stopping = Phase::of(&Progress { status: RunStatus::Stopping, ..progress(4, 4, &[]) });
        assert_eq!(stopping.percent, Some(99.9));
    }
}
