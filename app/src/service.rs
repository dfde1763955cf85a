//! What the server implements and hands to the server functions through Leptos context: one trait a resource.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    error::ApiError,
    model::{
        Acknowledgement, DriftOverview, IntervalAdvice, Issue, IssuePage, IssueQuery, PerformanceSettings,
        Progress, Repair, Run, RunFilter, RunMetrics, RunPage, RunProjects, RunSummary, RunWarnings,
        SavedPerformance, SchedulerConfig, SchedulerStatus, SlotList, SyncAnswer, SyncMode, SystemMetrics,
        SystemStatus, UpcomingRuns,
    },
};

/// All services; cheap to clone, one in each request's context.
#[derive(Clone)]
pub struct Services {
    pub scheduler: Arc<dyn SchedulerService>,
    pub runs: Arc<dyn RunService>,
    pub status: Arc<dyn StatusService>,
    pub settings: Arc<dyn SettingsService>,
    pub issues: Arc<dyn IssueService>,
    pub drift: Arc<dyn DriftService>,
    pub webhooks: Arc<dyn WebhookService>,
}

/// Who asks: `initiated_by` of a manual run. Provided in each request's context by the HTTP layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller(pub String);

/// The schedule: reading it, saving it, and what became of its slots.
#[async_trait]
pub trait SchedulerService: Send + Sync {
    async fn status(&self) -> Result<SchedulerStatus, ApiError>;
    /// Saves and takes effect at once.
    ///
    /// # Errors
    ///
    /// 422 outside [`INTERVAL_MINUTES`](crate::model::ranges::INTERVAL_MINUTES); 500 if it was not saved.
    async fn save(&self, config: SchedulerConfig) -> Result<Acknowledgement, ApiError>;
    async fn set_enabled(&self, enabled: bool) -> Result<Acknowledgement, ApiError>;
    async fn advice(&self, interval_minutes: i64) -> Result<IntervalAdvice, ApiError>;
    /// The newest `limit` slots with their outcomes.
    async fn slots(&self, limit: u64) -> Result<SlotList, ApiError>;
    async fn upcoming(&self, count: u64) -> Result<UpcomingRuns, ApiError>;
}

/// Runs: starting, stopping, watching, and their history.
#[async_trait]
pub trait RunService: Send + Sync {
    /// `success: false` when one is active already.
    async fn start(&self, mode: SyncMode, caller: Caller) -> Result<SyncAnswer, ApiError>;
    /// Starts a census, of everything or of what is named, as `start` does.
    ///
    /// # Errors
    ///
    /// 422 if losses are to be accepted and nothing is named.
    async fn repair(&self, repair: Repair, caller: Caller) -> Result<SyncAnswer, ApiError>;
    /// Starts a sync of a site, as `start` does. The site follows the Jira at its address even if it is another one
    /// than before.
    ///
    /// # Errors
    ///
    /// 404.
    async fn accept_site(&self, site: String, caller: Caller) -> Result<SyncAnswer, ApiError>;
    async fn stop(&self) -> Result<SyncAnswer, ApiError>;
    async fn progress(&self) -> Result<Progress, ApiError>;
    async fn history(&self, filter: RunFilter) -> Result<RunPage, ApiError>;
    async fn summary(&self) -> Result<RunSummary, ApiError>;
    /// The run with that id.
    ///
    /// # Errors
    ///
    /// 404, also if the id is not a UUID.
    async fn run(&self, sync_id: &str) -> Result<Run, ApiError>;
    /// The projects of the run, which is looked for as by [`Self::run`].
    async fn projects(&self, sync_id: &str) -> Result<RunProjects, ApiError>;
    /// What the run measured; it is looked for as by [`Self::run`].
    async fn metrics(&self, sync_id: &str) -> Result<RunMetrics, ApiError>;
}

/// The state of the whole, as known without asking Jira.
#[async_trait]
pub trait StatusService: Send + Sync {
    async fn system(&self) -> Result<SystemStatus, ApiError>;
    async fn metrics(&self) -> Result<SystemMetrics, ApiError>;
    /// Whether the database answers.
    async fn database_is_up(&self) -> bool;
}

/// Settings that the admin panel may change.
#[async_trait]
pub trait SettingsService: Send + Sync {
    async fn performance(&self) -> Result<PerformanceSettings, ApiError>;
    /// `changes` is a JSON object with any of the members; the others stay.
    ///
    /// # Errors
    ///
    /// 422, which names every bad member.
    async fn save_performance(&self, changes: serde_json::Value) -> Result<SavedPerformance, ApiError>;
}

/// The mirror compared with Jira, and what was odd in Jira's documents.
#[async_trait]
pub trait DriftService: Send + Sync {
    /// As last compared.
    async fn overview(&self) -> Result<DriftOverview, ApiError>;
    /// Begins a comparison; `success: false` when one is going on.
    async fn check(&self) -> Result<Acknowledgement, ApiError>;
    /// What was odd in Jira's documents in that run.
    ///
    /// # Errors
    ///
    /// 404, also if the id is not a UUID.
    async fn warnings(&self, sync_id: &str) -> Result<RunWarnings, ApiError>;
}

/// What Jira posts by itself.
#[async_trait]
pub trait WebhookService: Send + Sync {
    /// Whether the site takes webhooks; asked before a body is read.
    ///
    /// # Errors
    ///
    /// 404 if it takes none.
    fn admit(&self, site: &str) -> Result<(), ApiError>;
    /// Takes a webhook of a site.
    ///
    /// # Errors
    ///
    /// 404 if the site takes none, 401 if the signature is missing or wrong, 400 if the body is not JSON.
    async fn receive(&self, site: &str, signed: SignedBody<'_>) -> Result<Acknowledgement, ApiError>;
}

/// A body as it came, and what is to prove who sent it.
#[derive(Clone, Copy, Debug)]
pub struct SignedBody<'a> {
    pub body: &'a [u8],
    /// The header `X-Hub-Signature`.
    pub signature: Option<&'a str>,
}

/// The mirrored issues.
#[async_trait]
pub trait IssueService: Send + Sync {
    /// The issue with that present or former key.
    ///
    /// # Errors
    ///
    /// 404.
    async fn issue(&self, key: &str) -> Result<Issue, ApiError>;
    async fn search(&self, query: IssueQuery) -> Result<IssuePage, ApiError>;
    /// The most recently updated.
    async fn recent(&self, limit: u64) -> Result<IssuePage, ApiError>;
}
