//! The service traits, and the permission that each method needs.

use async_trait::async_trait;

use super::{Guarded, Permission, Principal, guarded::guarded};
use crate::{
    error::ApiError,
    model::{
        Acknowledgement, DriftOverview, IntervalAdvice, Issue, IssuePage, IssueQuery, PerformanceSettings,
        Progress, Repair, Run, RunFilter, RunMetrics, RunPage, RunProjects, RunSummary, RunWarnings,
        SavedPerformance, SchedulerConfig, SchedulerStatus, SlotList, SyncAnswer, SyncMode, SystemMetrics,
        SystemStatus, UpcomingRuns,
    },
};

guarded! {
    /// The schedule: status, changes, and the outcomes of its slots.
    pub trait SchedulerService {
        #[permission(Read)]
        async fn status(&self, caller: &Principal) -> Result<SchedulerStatus, ApiError>;
        /// Saves the schedule, which takes effect at once.
        ///
        /// # Errors
        ///
        /// 422 outside [`INTERVAL_MINUTES`](crate::model::ranges::INTERVAL_MINUTES); 500 if it was not saved.
        #[permission(Config)]
        async fn save(&self, caller: &Principal, config: SchedulerConfig) -> Result<Acknowledgement, ApiError>;
        #[permission(Sync)]
        async fn set_enabled(&self, caller: &Principal, enabled: bool) -> Result<Acknowledgement, ApiError>;
        #[permission(Read)]
        async fn advice(&self, caller: &Principal, interval_minutes: u32) -> Result<IntervalAdvice, ApiError>;
        /// The most recent `limit` slots with their outcomes.
        #[permission(Read)]
        async fn slots(&self, caller: &Principal, limit: u64) -> Result<SlotList, ApiError>;
        #[permission(Read)]
        async fn upcoming(&self, caller: &Principal, count: u64, interval_minutes: Option<u32>) -> Result<UpcomingRuns, ApiError>;
    }
}

guarded! {
    /// Runs: starting and stopping them, their progress and history.
    pub trait RunService {
        /// Starts a run. Returns `success: false` if one is already active.
        #[permission(Sync)]
        async fn start(&self, caller: &Principal, mode: SyncMode) -> Result<SyncAnswer, ApiError>;
        /// Starts a census of all sites, or of the named site or project, in the same way as `start`.
        ///
        /// # Errors
        ///
        /// 422 if losses are to be accepted without a site or project.
        #[permission(Sync)]
        async fn repair(&self, caller: &Principal, repair: Repair) -> Result<SyncAnswer, ApiError>;
        /// Starts a sync of a site, in the same way as `start`, and accepts the Jira at its address even if it is a
        /// different one than before.
        ///
        /// # Errors
        ///
        /// 404 if there is no such site.
        #[permission(Config)]
        async fn accept_site(&self, caller: &Principal, site: String) -> Result<SyncAnswer, ApiError>;
        #[permission(Sync)]
        async fn stop(&self, caller: &Principal) -> Result<SyncAnswer, ApiError>;
        #[permission(Read)]
        async fn progress(&self, caller: &Principal) -> Result<Progress, ApiError>;
        #[permission(Read)]
        async fn history(&self, caller: &Principal, filter: RunFilter) -> Result<RunPage, ApiError>;
        #[permission(Read)]
        async fn summary(&self, caller: &Principal) -> Result<RunSummary, ApiError>;
        /// The run with the id `sync_id`.
        ///
        /// # Errors
        ///
        /// 404, also if `sync_id` is not a UUID.
        #[permission(Read)]
        async fn run(&self, caller: &Principal, sync_id: &str) -> Result<Run, ApiError>;
        /// The projects of a run.
        ///
        /// # Errors
        ///
        /// As `run`.
        #[permission(Read)]
        async fn projects(&self, caller: &Principal, sync_id: &str) -> Result<RunProjects, ApiError>;
        /// The metrics of a run.
        ///
        /// # Errors
        ///
        /// As `run`.
        #[permission(Read)]
        async fn metrics(&self, caller: &Principal, sync_id: &str) -> Result<RunMetrics, ApiError>;
    }
}

guarded! {
    /// The system's status, without contacting Jira.
    pub trait StatusService {
        #[permission(Read)]
        async fn system(&self, caller: &Principal) -> Result<SystemStatus, ApiError>;
        #[permission(Read)]
        async fn metrics(&self, caller: &Principal) -> Result<SystemMetrics, ApiError>;
        /// Whether the database responds.
        #[permission(Public)]
        async fn database_is_up(&self, caller: &Principal) -> Result<bool, ApiError>;
    }
}

guarded! {
    /// Settings that can be changed while the server runs.
    pub trait SettingsService {
        #[permission(Read)]
        async fn performance(&self, caller: &Principal) -> Result<PerformanceSettings, ApiError>;
        /// Saves `changes`, a JSON object with any of the members. Other members stay unchanged.
        ///
        /// # Errors
        ///
        /// 422, naming every invalid member.
        #[permission(Config)]
        async fn save_performance(
            &self, caller: &Principal, changes: serde_json::Value,
        ) -> Result<SavedPerformance, ApiError>;
    }
}

guarded! {
    /// The mirrored issues.
    pub trait IssueService {
        /// The issue whose current or former key is `key`.
        ///
        /// # Errors
        ///
        /// 404 if there is none.
        #[permission(Read)]
        async fn issue(&self, caller: &Principal, key: &str) -> Result<Issue, ApiError>;
        #[permission(Read)]
        async fn search(&self, caller: &Principal, query: IssueQuery) -> Result<IssuePage, ApiError>;
        /// The `limit` most recently updated issues.
        #[permission(Read)]
        async fn recent(&self, caller: &Principal, limit: u64) -> Result<IssuePage, ApiError>;
    }
}

guarded! {
    /// The comparison of the mirror with Jira, and data warnings.
    pub trait DriftService {
        /// The result of the last comparison.
        #[permission(Read)]
        async fn overview(&self, caller: &Principal) -> Result<DriftOverview, ApiError>;
        /// Starts a comparison. Returns `success: false` if one is already running.
        #[permission(Sync)]
        async fn check(&self, caller: &Principal) -> Result<Acknowledgement, ApiError>;
        /// The data warnings of a run.
        ///
        /// # Errors
        ///
        /// 404, also if `sync_id` is not a UUID.
        #[permission(Read)]
        async fn warnings(&self, caller: &Principal, sync_id: &str) -> Result<RunWarnings, ApiError>;
    }
}

guarded! {
    /// Webhooks from Jira, authenticated by their signature.
    pub trait WebhookService {
        /// Checks that the site accepts webhooks, before the body is read.
        ///
        /// # Errors
        ///
        /// 404 if it does not.
        #[permission(Public)]
        async fn admit(&self, caller: &Principal, site: &str) -> Result<(), ApiError>;
        /// Receives a webhook of a site.
        ///
        /// # Errors
        ///
        /// 404 if the site accepts none, 401 if the signature is missing or wrong, 400 if the body is not JSON.
        #[permission(Public)]
        async fn receive(
            &self, caller: &Principal, site: &str, signed: SignedBody<'_>,
        ) -> Result<Acknowledgement, ApiError>;
    }
}

/// A request's unparsed body with its signature.
#[derive(Clone, Copy, Debug)]
pub struct SignedBody<'a> {
    pub body: &'a [u8],
    /// The header `X-Hub-Signature`.
    pub signature: Option<&'a str>,
}
