use crate::support::order::{claim, holder, order};
use std::time::Duration;

use app::model::{Doubt, PerformanceSettings, RunStatus, SyncMode};
use jira_sync::{
    config::SiteRegistry,
    jira::{Limits, SignIn},
    store::{Database, IssueId, JiraId, RunOrder, RunResult, Selection},
    sync::{Engine, Job, ProgressCell, SyncEngine, TimeLimits},
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio_util::sync::CancellationToken;

use crate::support::{database::end_pause, site};

/// A response that never arrives costs seconds here. With minutes the engine would behave the same.
fn impatient() -> TimeLimits {
    let limit = Duration::from_secs(4);
    let usual = Limits::default();
    let sign_in = SignIn { answer: limit, ..usual.sign_in };
    let requests = Limits { request_timeout: limit, reference_timeout: limit, sign_in, ..usual };
    TimeLimits { requests, ..TimeLimits::default() }
}

async fn engine(database: &Database, jira: &str, limits: TimeLimits) -> SyncEngine {
    let registry = SiteRegistry::fixed(vec![site("demo", jira, "demo")]);
    let engine = SyncEngine::new(database.clone(), registry).with_time_limits(limits);
    engine.publish_sites().await.unwrap();
    engine
}

/// A database that the real engine fills from one site.
pub(super) struct Mirror {
    database: Database,
    pub(super) sql: DatabaseConnection,
    engine: SyncEngine,
    /// The address of the site.
    jira: String,
}

impl Mirror {
    pub(super) async fn new(url: &str, jira: &str) -> Self {
        let database = Database::connect(url).await.unwrap();
        let engine = engine(&database, jira, impatient()).await;
        let sql = sea_orm::Database::connect(url).await.unwrap();
        Self { database, sql, engine, jira: jira.to_owned() }
    }

    /// From now on every response arrives: on a busy machine, a slow one must not count as one that never does.
    pub(super) async fn be_patient(&mut self) {
        self.engine = engine(&self.database, &self.jira, TimeLimits::default()).await;
    }

    /// A webhook that names an issue arrives.
    pub(super) async fn receive_webhook(&self, issue: u64, deleted: bool) {
        let site = self.database.sites().all().await.unwrap()[0].id;
        self.database.mirror(site).enqueue_refetch(&[IssueId::of_jira(issue)], deleted).await.unwrap();
    }

    /// A run from start to end.
    pub(super) async fn sync(&self, mode: SyncMode) -> RunResult {
        self.sync_until(mode, std::future::pending(), |_| Then::Continues).await.unwrap()
    }

    /// A run during which `event` happens; `then` may stop the run, and decides whether it continues. None if it was
    /// killed.
    pub(super) async fn sync_until(
        &self,
        mode: SyncMode,
        event: impl Future<Output = ()>,
        then: impl FnOnce(&CancellationToken) -> Then,
    ) -> Option<RunResult> {
        self.run(mode, Selection::default(), event, then).await
    }

    async fn run(
        &self,
        mode: SyncMode,
        selection: Selection,
        event: impl Future<Output = ()>,
        then: impl FnOnce(&CancellationToken) -> Then,
    ) -> Option<RunResult> {
        let settings = PerformanceSettings {
            max_workers: 3,
            batch_size: 7,
            backoff_factor: 0.001,
            rate_limit_pause: 0.0,
            ..PerformanceSettings::default()
        };
        let order = RunOrder { selection, settings, ..order(mode) };
        let handle = claim(&self.database, &order, &holder()).await;
        let stop = CancellationToken::new();
        let job = Job { handle, order, progress: ProgressCell::default(), stop: stop.clone() };
        let mut run = self.engine.run(job);
        let result = tokio::select! {
            result = &mut run => result,
            () = event => match then(&stop) {
                Then::Continues => run.await,
                Then::IsKilled => {
                    drop(run);
                    // With its lease expired, the next run takes over.
                    let over = "update sync_runs set lease_until = started_at where status = 'running'";
                    self.sql.execute_unprepared(over).await.unwrap();
                    return None;
                }
            },
        };
        self.database.runs().finish(&handle, &result).await.unwrap();
        Some(result)
    }

    /// Ends the pauses of quarantined issues: a fault may have lasted until only one issue was requested.
    pub(super) async fn end_pauses(&self) {
        end_pause(&self.sql).await;
    }

    /// A run that must complete. If half of the site became invisible, the loss is confirmed.
    pub(super) async fn sync_ok(&self, mode: SyncMode) {
        let mut result = self.sync(mode).await;
        let doubt = self.database.sites().all().await.unwrap().remove(0).doubt;
        if doubt.map(|stored| stored.0.as_str()) == Some(Doubt::ProjectsLost.as_str()) {
            let confirmed =
                Selection { site: Some("demo".to_owned()), accept_losses: true, ..Selection::default() };
            result = self.run(mode, confirmed, std::future::pending(), |_| Then::Continues).await.unwrap();
        }
        if result.status != RunStatus::Completed {
            let reasons = super::tables::rows(
                &self.sql,
                "select error_message from sync_run_projects where error_message is not null",
            )
            .await;
            panic!("{mode:?}: {:?} {:?} {reasons:?}", result.status, result.error_message);
        }
    }
}

/// What happens to a run after an event.
pub(super) enum Then {
    Continues,
    IsKilled,
}
