use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::schemas;
use super::{ProjectState, Timestamp, named::named, number};

/// The status of a run. `Idle` is used only for progress, when no run is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    Idle,
    Running,
    Stopping,
    Stopped,
    Completed,
    CompletedWithErrors,
    Failed,
    /// Its process died. The next sync continues where it stopped.
    Interrupted,
}

impl RunStatus {
    /// Every status a run in the history can have.
    pub const STORED: [RunStatus; 7] = [
        Self::Running,
        Self::Stopping,
        Self::Stopped,
        Self::Completed,
        Self::CompletedWithErrors,
        Self::Failed,
        Self::Interrupted,
    ];

    /// Whether the run still holds the lock.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Running | Self::Stopping)
    }
}

named!(RunStatus {
    Idle => "idle",
    Running => "running",
    Stopping => "stopping",
    Stopped => "stopped",
    Completed => "completed",
    CompletedWithErrors => "completed_with_errors",
    Failed => "failed",
    Interrupted => "interrupted",
});

/// What started a run: a person or script, the scheduler, or Jira itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SyncType {
    Manual,
    Scheduled,
    /// Small and frequent: the history shows these only on request, no figures count them, and they make way for every
    /// other run.
    Webhook,
}

named!(SyncType { Manual => "manual", Scheduled => "scheduled", Webhook => "webhook" });

/// How much a run reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SyncMode {
    /// The changes since each project's watermark.
    #[default]
    Incremental,
    /// Every issue again.
    Full,
    /// The changes, and then a comparison of all ids of each project with the mirror: issues that are gone are marked.
    Census,
    /// Only the issues that webhooks named.
    Refetch,
    /// All ids and times of change are compared with Jira, and nothing of the mirror changes. May run beside a sync; the
    /// history does not show it.
    Verify,
}

named!(SyncMode {
    Incremental => "incremental",
    Full => "full",
    Census => "census",
    Refetch => "refetch",
    Verify => "verify",
});

/// One run of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Run {
    /// A UUID.
    pub sync_id: String,
    pub status: RunStatus,
    pub sync_type: SyncType,
    /// `scheduler` for automatic runs, otherwise who started it.
    pub initiated_by: String,
    /// The id of the schedule that started it; None if it was started otherwise.
    #[serde(default)]
    pub schedule_id: Option<i64>,
    pub mode: SyncMode,
    pub started_at: Timestamp,
    /// None while the run is active.
    pub completed_at: Option<Timestamp>,
    /// Seconds so far, or in total.
    pub duration_seconds: f64,
    pub total_projects: u64,
    pub successful_projects: u64,
    pub failed_projects: u64,
    /// Issues processed: created + updated + unchanged + failed.
    pub total_issues: u64,
    pub issues_created: u64,
    pub issues_updated: u64,
    pub issues_failed: u64,
    pub issues_per_second: f64,
    /// Why it failed, or a note on a run with errors.
    pub error_message: Option<String>,
    /// When its projects, metrics and warnings were removed; None while they are kept.
    #[serde(default)]
    pub details_removed_at: Option<Timestamp>,
}

/// A page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunPage {
    /// Runs that match the filter, on all pages.
    pub total: u64,
    pub items: Vec<Run>,
    pub has_more: bool,
}

/// The body of a call that starts a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct StartSync {
    /// Whether every issue is read again.
    pub force: bool,
}

/// The body of a call that lets a site follow the Jira at its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AcceptSite {
    /// The site's name.
    pub site: String,
}

/// The part of the history to return; every member is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct RunFilter {
    /// RFC 3339 or a date (its start, UTC).
    #[cfg_attr(feature = "ssr", param(schema_with = schemas::date))]
    pub start_date: Option<String>,
    /// RFC 3339 or a date (its end, UTC).
    #[cfg_attr(feature = "ssr", param(schema_with = schemas::date))]
    pub end_date: Option<String>,
    /// A [`RunStatus`] name.
    #[cfg_attr(feature = "ssr", param(schema_with = schemas::run_status))]
    pub status: Option<String>,
    /// A [`SyncType`] name; manual and scheduled runs if absent.
    #[cfg_attr(feature = "ssr", param(schema_with = schemas::sync_type))]
    pub sync_type: Option<String>,
    /// 1..=500; 20 if absent.
    #[cfg_attr(feature = "ssr", param(minimum = 1, maximum = 500))]
    #[serde(default, deserialize_with = "number::limit")]
    pub limit: Option<u64>,
    #[serde(default, deserialize_with = "number::offset")]
    pub offset: Option<u64>,
}

/// One project's part of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProjectRun {
    pub project_key: String,
    /// The site's name.
    pub instance: String,
    pub start_time: Option<Timestamp>,
    pub end_time: Option<Timestamp>,
    pub duration_seconds: f64,
    pub status: ProjectState,
    pub issues_processed: u64,
    pub issues_created: u64,
    pub issues_updated: u64,
    pub issues_failed: u64,
    pub error_message: Option<String>,
    pub retry_count: u64,
}

/// The project rows of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunProjects {
    pub sync_id: String,
    pub projects: Vec<ProjectRun>,
    pub total: u64,
}

/// One measured value of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MetricValue {
    pub value: f64,
    pub unit: String,
    pub recorded_at: Timestamp,
}

/// The metrics of one run, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunMetrics {
    pub sync_id: String,
    pub metrics: BTreeMap<String, Vec<MetricValue>>,
    /// How many values there are in total.
    pub total_metrics: u64,
}

/// The last seven days in figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunSummary {
    /// Always `last_7_days`.
    pub period: String,
    /// Runs that ended in the period.
    pub total_syncs: u64,
    pub successful_syncs: u64,
    pub failed_syncs: u64,
    /// 0..=100: `successful_syncs` as a percentage of `successful_syncs` + `failed_syncs`. Stopped runs do not count; 0 if
    /// both are 0.
    pub success_rate: f64,
    pub total_issues_processed: u64,
    pub average_duration_seconds: f64,
    /// The newest run of all, active or not.
    pub last_sync: Option<Run>,
}
