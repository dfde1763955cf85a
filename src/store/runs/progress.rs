use app::model::RunStatus;
use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde::{Deserialize, Serialize};

/// What a run has done, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunTotals {
    pub total_projects: u64,
    pub successful_projects: u64,
    pub failed_projects: u64,
    /// Issues that Jira counted for this run; 0 while unknown.
    pub issues_expected: u64,
    /// Issues processed: created + updated + unchanged + failed.
    pub total_issues: u64,
    pub issues_created: u64,
    pub issues_updated: u64,
    pub issues_failed: u64,
}

/// The state of an active run, stored at each heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunProgress {
    pub totals: RunTotals,
    /// The key of a project that is being synced.
    pub current_project: Option<String>,
    /// Sites at which all requests are waiting.
    pub waiting: Vec<WaitingSite>,
    /// Pages committed so far.
    pub pages: u64,
}

/// A site that asked for a wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingSite {
    /// The site's name.
    pub instance: String,
    pub until: DateTime<Utc>,
}

impl RunTotals {
    /// Sets the columns of `sync_runs` to [`RunTotals::values`], starting at `$3`.
    pub(super) const SET: &str = "total_projects = $3, successful_projects = $4, failed_projects = $5,
        issues_expected = $6, total_issues = $7, issues_created = $8, issues_updated = $9, issues_failed = $10";

    pub(super) fn values(&self) -> [Value; 8] {
        [
            self.total_projects,
            self.successful_projects,
            self.failed_projects,
            self.issues_expected,
            self.total_issues,
            self.issues_created,
            self.issues_updated,
            self.issues_failed,
        ]
        .map(|count| count.cast_signed().into())
    }

    /// The status of a run that was not stopped. With errors it is `failed` if nothing succeeded, otherwise
    /// `completed_with_errors`. `failed_sites` is the number of sites that could not be read at all.
    pub fn status(&self, failed_sites: u64) -> RunStatus {
        match (self.failed_projects + failed_sites, self.successful_projects) {
            (0, _) => RunStatus::Completed,
            (_, 0) => RunStatus::Failed,
            _ => RunStatus::CompletedWithErrors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_status_follows_from_its_projects_and_sites() {
        let totals = |successful_projects, failed_projects| RunTotals {
            successful_projects,
            failed_projects,
            ..RunTotals::default()
        };
        assert_eq!(totals(0, 0).status(0), RunStatus::Completed);
        assert_eq!(totals(3, 0).status(0), RunStatus::Completed);
        assert_eq!(totals(3, 1).status(0), RunStatus::CompletedWithErrors);
        assert_eq!(totals(3, 0).status(1), RunStatus::CompletedWithErrors);
        assert_eq!(totals(0, 2).status(0), RunStatus::Failed);
        assert_eq!(totals(0, 0).status(1), RunStatus::Failed);
    }
}
