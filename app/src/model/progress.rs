use serde::{Deserialize, Serialize};

use super::{RunStatus, Timestamp, named::named};

/// The state of a project in the active run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProjectState {
    Queued,
    Running,
    Completed,
    /// Read to its end, but something is left open: quarantined issues, or a count that did not match.
    CompletedWithErrors,
    Failed,
    Stopped,
    Skipped,
}

named!(ProjectState {
    Queued => "queued",
    Running => "running",
    Completed => "completed",
    CompletedWithErrors => "completed_with_errors",
    Failed => "failed",
    Stopped => "stopped",
    Skipped => "skipped",
});

/// One project of the active run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProjectProgress {
    pub project_key: String,
    pub instance: String,
    pub status: ProjectState,
    pub issues_processed: u64,
    /// As counted by Jira at the start; None if it did not say.
    pub issues_total: Option<u64>,
    pub error_message: Option<String>,
}

/// A wait that Jira asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Waiting {
    pub instance: String,
    pub until: Timestamp,
}

/// The live state of the active run, or of the last one if none is active.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Progress {
    pub status: RunStatus,
    /// The run that this is about; None before the first run.
    pub sync_id: Option<String>,
    /// The key of a project that is being synced.
    pub current_project: Option<String>,
    pub total_projects: u64,
    /// Projects that have ended, whether they succeeded or failed.
    pub completed_projects: u64,
    /// How many of `completed_projects` failed.
    #[serde(default)]
    pub failed_projects: u64,
    /// Issues processed so far.
    pub current_issues: u64,
    /// Issues expected; 0 while unknown.
    pub total_issues: u64,
    #[serde(default)]
    pub issues_created: u64,
    #[serde(default)]
    pub issues_updated: u64,
    #[serde(default)]
    pub issues_failed: u64,
    /// 0..=100.
    pub progress_percentage: f64,
    pub issues_per_second: f64,
    /// Estimated; None while unknown.
    pub seconds_left: Option<f64>,
    pub started_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    /// Sites at which all requests are waiting.
    pub waiting: Vec<Waiting>,
    pub projects: Vec<ProjectProgress>,
}
