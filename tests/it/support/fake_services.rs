//! Services without a database, for tests of the HTTP layer alone: they record their calls and fail on demand.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use app::{
    error::ApiError,
    model::*,
    service::{
        DriftService, Implementations, IssueService, Principal, RunService, SchedulerService, Services,
        SettingsService, SignedBody, StatusService, WebhookService,
    },
};
use async_trait::async_trait;

/// How the fake behaves from now on.
#[derive(Clone, Default)]
pub(crate) enum Behaviour {
    #[default]
    Succeed,
    Fail(ApiError),
    Panic,
}

/// The one fake behind every trait; clones share their state.
#[derive(Clone, Default)]
pub(crate) struct FakeServices {
    behaviour: Arc<Mutex<Behaviour>>,
    calls: Arc<Mutex<Vec<String>>>,
    run_status: Arc<Mutex<Option<RunStatus>>>,
    server_time: Arc<Mutex<Option<Timestamp>>>,
}

impl FakeServices {
    pub(crate) fn services(&self) -> Services {
        let fake = Arc::new(self.clone());
        Services::new(Implementations {
            scheduler: fake.clone(),
            runs: fake.clone(),
            status: fake.clone(),
            settings: fake.clone(),
            issues: fake.clone(),
            drift: fake.clone(),
            webhooks: fake,
        })
    }

    pub(crate) fn set_behaviour(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    /// Sets the status of the newest run from now on.
    pub(crate) fn set_run_status(&self, status: RunStatus) {
        *self.run_status.lock().unwrap() = Some(status);
    }

    /// Sets the clock of the services, which stands still.
    pub(crate) fn set_server_time(&self, time: &str) {
        *self.server_time.lock().unwrap() = Some(Timestamp(time.to_owned()));
    }

    /// The calls so far, each as its name and arguments.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    fn record(&self, call: impl Into<String>) -> Result<(), ApiError> {
        self.calls.lock().unwrap().push(call.into());
        let behaviour = self.behaviour.lock().unwrap().clone();
        match behaviour {
            Behaviour::Succeed => Ok(()),
            Behaviour::Fail(error) => Err(error),
            Behaviour::Panic => panic!("as the test requested"),
        }
    }
}

fn time() -> Timestamp {
    Timestamp("2026-01-01T00:00:00+00:00".to_owned())
}

fn acknowledged() -> Acknowledgement {
    Acknowledgement::done("Done")
}

fn progress(status: RunStatus) -> Progress {
    Progress {
        status,
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
        waiting: vec![],
        projects: vec![],
    }
}

fn run(status: RunStatus) -> Run {
    Run {
        sync_id: "0b0f4b3e-0000-4000-8000-000000000001".to_owned(),
        status,
        sync_type: SyncType::Manual,
        initiated_by: "api".to_owned(),
        schedule_id: None,
        mode: SyncMode::Incremental,
        started_at: time(),
        completed_at: None,
        duration_seconds: 1.0,
        total_projects: 1,
        successful_projects: 1,
        failed_projects: 0,
        total_issues: 1,
        issues_created: 1,
        issues_updated: 0,
        issues_failed: 0,
        issues_per_second: 1.0,
        error_message: None,
        details_removed_at: None,
    }
}

#[async_trait]
impl SchedulerService for FakeServices {
    async fn status(&self, _: &Principal) -> Result<SchedulerStatus, ApiError> {
        self.record("scheduler.status")?;
        Ok(SchedulerStatus {
            schedule_id: 1,
            enabled: true,
            interval_minutes: 2,
            is_running: true,
            next_run_time: None,
            waits_for_site: false,
            sync_active: false,
            server_time: self.server_time.lock().unwrap().clone().unwrap_or_else(time),
            tzdb_version: "2026b".to_owned(),
            advice: None,
        })
    }
    async fn save(&self, _: &Principal, config: SchedulerConfig) -> Result<Acknowledgement, ApiError> {
        self.record(format!("scheduler.save {} {}", config.enabled, config.interval_minutes))?;
        Ok(acknowledged())
    }
    async fn set_enabled(&self, _: &Principal, enabled: bool) -> Result<Acknowledgement, ApiError> {
        self.record(format!("scheduler.set_enabled {enabled}"))?;
        Ok(acknowledged())
    }
    async fn advice(&self, _: &Principal, interval_minutes: u32) -> Result<IntervalAdvice, ApiError> {
        self.record(format!("scheduler.advice {interval_minutes}"))?;
        Err(ApiError::conflict("none"))
    }
    async fn slots(&self, _: &Principal, limit: u64) -> Result<SlotList, ApiError> {
        self.record(format!("scheduler.slots {limit}"))?;
        Ok(SlotList { items: vec![] })
    }
    async fn upcoming(
        &self,
        _: &Principal,
        count: u64,
        interval_minutes: Option<u32>,
    ) -> Result<UpcomingRuns, ApiError> {
        self.record(format!("scheduler.upcoming {count} {interval_minutes:?}"))?;
        Ok(UpcomingRuns { times: vec![] })
    }
}

#[async_trait]
impl RunService for FakeServices {
    async fn start(&self, caller: &Principal, mode: SyncMode) -> Result<SyncAnswer, ApiError> {
        self.record(format!("runs.start {} {}", mode.as_str(), caller.name()))?;
        Ok(SyncAnswer { success: true, message: "Started".to_owned(), sync_id: None })
    }
    async fn repair(&self, caller: &Principal, repair: Repair) -> Result<SyncAnswer, ApiError> {
        let Repair { accept_losses, site, project } = repair;
        self.record(format!("runs.repair {accept_losses} {site:?} {project:?} {}", caller.name()))?;
        Ok(SyncAnswer { success: true, message: "Started".to_owned(), sync_id: None })
    }
    async fn accept_site(&self, caller: &Principal, site: String) -> Result<SyncAnswer, ApiError> {
        self.record(format!("runs.accept_site {site} {}", caller.name()))?;
        Ok(SyncAnswer { success: true, message: "Started".to_owned(), sync_id: None })
    }
    async fn stop(&self, _: &Principal) -> Result<SyncAnswer, ApiError> {
        self.record("runs.stop")?;
        Ok(SyncAnswer { success: false, message: "None is active".to_owned(), sync_id: None })
    }
    async fn progress(&self, _: &Principal) -> Result<Progress, ApiError> {
        self.record("runs.progress")?;
        Ok(progress(self.run_status.lock().unwrap().unwrap_or(RunStatus::Idle)))
    }
    async fn history(&self, _: &Principal, filter: RunFilter) -> Result<RunPage, ApiError> {
        self.record(format!("runs.history {:?} {:?} {:?}", filter.status, filter.limit, filter.offset))?;
        let items: Vec<_> = self.run_status.lock().unwrap().map(run).into_iter().collect();
        Ok(RunPage { total: 1, items, has_more: false })
    }
    async fn summary(&self, _: &Principal) -> Result<RunSummary, ApiError> {
        self.record("runs.summary")?;
        Err(ApiError::internal("none"))
    }
    async fn run(&self, _: &Principal, sync_id: &str) -> Result<Run, ApiError> {
        self.record(format!("runs.run {sync_id}"))?;
        Ok(run(RunStatus::Completed))
    }
    async fn projects(&self, _: &Principal, sync_id: &str) -> Result<RunProjects, ApiError> {
        self.record(format!("runs.projects {sync_id}"))?;
        Ok(RunProjects { sync_id: sync_id.to_owned(), projects: vec![], total: 0 })
    }
    async fn metrics(&self, _: &Principal, sync_id: &str) -> Result<RunMetrics, ApiError> {
        self.record(format!("runs.metrics {sync_id}"))?;
        Ok(RunMetrics { sync_id: sync_id.to_owned(), metrics: BTreeMap::new(), total_metrics: 0 })
    }
}

#[async_trait]
impl StatusService for FakeServices {
    async fn system(&self, _: &Principal) -> Result<SystemStatus, ApiError> {
        self.record("status.system")?;
        Err(ApiError::unavailable("none"))
    }
    async fn metrics(&self, _: &Principal) -> Result<SystemMetrics, ApiError> {
        self.record("status.metrics")?;
        Err(ApiError::unavailable("none"))
    }
    async fn database_is_up(&self, _: &Principal) -> Result<bool, ApiError> {
        Ok(self.record("status.database_is_up").is_ok())
    }
}

#[async_trait]
impl SettingsService for FakeServices {
    async fn performance(&self, _: &Principal) -> Result<PerformanceSettings, ApiError> {
        self.record("settings.performance")?;
        Ok(PerformanceSettings::default())
    }
    async fn save_performance(
        &self,
        _: &Principal,
        changes: serde_json::Value,
    ) -> Result<SavedPerformance, ApiError> {
        self.record(format!("settings.save_performance {changes}"))?;
        Ok(SavedPerformance { settings: PerformanceSettings::default(), warning: None })
    }
}

#[async_trait]
impl IssueService for FakeServices {
    async fn issue(&self, _: &Principal, key: &str) -> Result<Issue, ApiError> {
        self.record(format!("issues.issue {key}"))?;
        Err(ApiError::not_found("none"))
    }
    async fn search(&self, _: &Principal, query: IssueQuery) -> Result<IssuePage, ApiError> {
        let IssueQuery { project_key, status, limit, offset, .. } = query;
        self.record(format!("issues.search {project_key:?} {status:?} {limit:?} {offset:?}"))?;
        Ok(IssuePage { total: 0, items: vec![], has_more: false })
    }
    async fn recent(&self, _: &Principal, limit: u64) -> Result<IssuePage, ApiError> {
        self.record(format!("issues.recent {limit}"))?;
        Ok(IssuePage { total: 0, items: vec![], has_more: false })
    }
}

#[async_trait]
impl WebhookService for FakeServices {
    async fn admit(&self, _: &Principal, site: &str) -> Result<(), ApiError> {
        self.record(format!("webhooks.admit {site}"))
    }

    async fn receive(
        &self,
        _: &Principal,
        site: &str,
        signed: SignedBody<'_>,
    ) -> Result<Acknowledgement, ApiError> {
        self.record(format!("webhooks.receive {site} {} {:?}", signed.body.len(), signed.signature))?;
        Ok(Acknowledgement::done("Taken."))
    }
}

#[async_trait]
impl DriftService for FakeServices {
    async fn overview(&self, _: &Principal) -> Result<DriftOverview, ApiError> {
        self.record("drift.overview")?;
        Ok(DriftOverview {
            checking: false,
            census_running: false,
            compared_at: None,
            error_message: None,
            sites: vec![],
            projects: vec![],
            quarantined: vec![],
        })
    }
    async fn check(&self, _: &Principal) -> Result<Acknowledgement, ApiError> {
        self.record("drift.check")?;
        Ok(Acknowledgement::done("Started."))
    }
    async fn warnings(&self, _: &Principal, sync_id: &str) -> Result<RunWarnings, ApiError> {
        self.record(format!("drift.warnings {sync_id}"))?;
        Ok(RunWarnings { sync_id: sync_id.to_owned(), warnings: vec![] })
    }
}
