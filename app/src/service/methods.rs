//! What can be asked of the server, and the permission that each method needs.

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
    /// The schedule: reading it, saving it, and what became of its slots.
    pub trait SchedulerService {
        #[permission(Read)]
        async fn status(&self, caller: &Principal) -> Result<SchedulerStatus, ApiError>;
        /// Saves and takes effect at once.
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
        /// The newest `limit` slots with their outcomes.
        #[permission(Read)]
        async fn slots(&self, caller: &Principal, limit: u64) -> Result<SlotList, ApiError>;
        #[permission(Read)]
        async fn upcoming(&self, caller: &Principal, count: u64) -> Result<UpcomingRuns, ApiError>;
    }
}

guarded! {
    /// Runs: starting, stopping, watching, and their history.
    pub trait RunService {
        /// `success: false` when one is active already.
        #[permission(Sync)]
        async fn start(&self, caller: &Principal, mode: SyncMode) -> Result<SyncAnswer, ApiError>;
        /// Starts a census, of everything or of what is named, as `start` does.
        ///
        /// # Errors
        ///
        /// 422 if losses are to be accepted and nothing is named.
        #[permission(Sync)]
        async fn repair(&self, caller: &Principal, repair: Repair) -> Result<SyncAnswer, ApiError>;
        /// Starts a sync of a site, as `start` does. The site follows the Jira at its address even if it is another
        /// one than before.
        ///
        /// # Errors
        ///
        /// 404.
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
        /// The run with that id.
        ///
        /// # Errors
        ///
        /// 404, also if the id is not a UUID.
        #[permission(Read)]
        async fn run(&self, caller: &Principal, sync_id: &str) -> Result<Run, ApiError>;
        /// The projects of the run, which is looked for as by `run`.
        #[permission(Read)]
        async fn projects(&self, caller: &Principal, sync_id: &str) -> Result<RunProjects, ApiError>;
        /// What the run measured; it is looked for as by `run`.
        #[permission(Read)]
        async fn metrics(&self, caller: &Principal, sync_id: &str) -> Result<RunMetrics, ApiError>;
    }
}

guarded! {
    /// The state of the whole, as known without asking Jira.
    pub trait StatusService {
        #[permission(Read)]
        async fn system(&self, caller: &Principal) -> Result<SystemStatus, ApiError>;
        #[permission(Read)]
        async fn metrics(&self, caller: &Principal) -> Result<SystemMetrics, ApiError>;
        /// Whether the database answers.
        #[permission(Public)]
        async fn database_is_up(&self, caller: &Principal) -> Result<bool, ApiError>;
    }
}

guarded! {
    /// Settings that the admin panel may change.
    pub trait SettingsService {
        #[permission(Read)]
        async fn performance(&self, caller: &Principal) -> Result<PerformanceSettings, ApiError>;
        /// `changes` is a JSON object with any of the members; the others stay.
        ///
        /// # Errors
        ///
        /// 422, which names every bad member.
        #[permission(Config)]
        async fn save_performance(
            &self, caller: &Principal, changes: serde_json::Value,
        ) -> Result<SavedPerformance, ApiError>;
    }
}

guarded! {
    /// The mirrored issues.
    pub trait IssueService {
        /// The issue with that present or former key.
        ///
        /// # Errors
        ///
        /// 404.
        #[permission(Read)]
        async fn issue(&self, caller: &Principal, key: &str) -> Result<Issue, ApiError>;
        #[permission(Read)]
        async fn search(&self, caller: &Principal, query: IssueQuery) -> Result<IssuePage, ApiError>;
        /// The most recently updated.
        #[permission(Read)]
        async fn recent(&self, caller: &Principal, limit: u64) -> Result<IssuePage, ApiError>;
    }
}

guarded! {
    /// The mirror compared with Jira, and what was odd in Jira's documents.
    pub trait DriftService {
        /// As last compared.
        #[permission(Read)]
        async fn overview(&self, caller: &Principal) -> Result<DriftOverview, ApiError>;
        /// Begins a comparison; `success: false` when one is going on.
        #[permission(Sync)]
        async fn check(&self, caller: &Principal) -> Result<Acknowledgement, ApiError>;
        /// What was odd in Jira's documents in that run.
        ///
        /// # Errors
        ///
        /// 404, also if the id is not a UUID.
        #[permission(Read)]
        async fn warnings(&self, caller: &Principal, sync_id: &str) -> Result<RunWarnings, ApiError>;
    }
}

guarded! {
    /// What Jira posts by itself; its signature says that it is Jira.
    pub trait WebhookService {
        /// Whether the site takes webhooks; asked before a body is read.
        ///
        /// # Errors
        ///
        /// 404 if it takes none.
        #[permission(Public)]
        async fn admit(&self, caller: &Principal, site: &str) -> Result<(), ApiError>;
        /// Takes a webhook of a site.
        ///
        /// # Errors
        ///
        /// 404 if the site takes none, 401 if the signature is missing or wrong, 400 if the body is not JSON.
        #[permission(Public)]
        async fn receive(
            &self, caller: &Principal, site: &str, signed: SignedBody<'_>,
        ) -> Result<Acknowledgement, ApiError>;
    }
}

/// A body as it came, and what is to prove who sent it.
#[derive(Clone, Copy, Debug)]
pub struct SignedBody<'a> {
    pub body: &'a [u8],
    /// The header `X-Hub-Signature`.
    pub signature: Option<&'a str>,
}
