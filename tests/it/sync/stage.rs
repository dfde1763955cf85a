//! A sample Jira, a database, and runs of the real engine between them.

use crate::support::order::{claim, holder, order};
use std::sync::Arc;

use app::model::{PerformanceSettings, RunStatus, SyncMode, SyncType};
use chrono::Utc;
use jira_sync::{
    config::SiteRegistry,
    demo::{DemoConfig, DemoHandle, DemoJira, FaultKind},
    jira::site::SiteConfig,
    runs::{LeaseTimes, OwnRun, Runner, Start},
    settings::{Settings, SyncConfigFile},
    store::{Database, RunOrder, RunProjectRow, RunResult, RunRow, Selection},
    sync::{Engine, Job, ProgressCell, SiteDrift, SyncEngine, TimeLimits},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::support::{
    database::end_pause,
    limit::{MINUTES, eventually, within},
    site,
};

/// Both editions, small enough to be synced quickly.
pub(super) fn editions() -> [DemoConfig; 2] {
    let epoch = DemoConfig::epoch_for(Utc::now());
    let small = |config| DemoConfig { projects: 3, issues: 150, ..config };
    [small(DemoConfig::cloud(epoch)), small(DemoConfig::data_center(epoch))]
}

/// The same with few issues, for tests that need no more.
pub(super) fn small_editions() -> [DemoConfig; 2] {
    editions().map(|config| DemoConfig { issues: 20, ..config })
}

const OF_LIVE_ISSUES: &str = "join live_issues i on i.site_id = c.site_id and i.id = c.issue_id";

pub(super) struct Stage {
    pub(super) jira: DemoHandle,
    pub(super) database: Database,
    /// A connection of the test itself.
    pub(super) sql: DatabaseConnection,
    pub(super) engine: Arc<SyncEngine>,
    runner: Runner,
    settings: Settings,
    /// The folder of `sync_config.json`.
    pub(super) folder: TempDir,
}

impl Stage {
    pub(super) async fn new(url: &str, config: DemoConfig) -> Self {
        Self::with_sites(url, config, |jira| vec![site("demo", &jira.base_url(), "demo")]).await
    }

    /// A stage after a full sync.
    pub(super) async fn synced(url: &str, config: DemoConfig) -> Self {
        let stage = Self::new(url, config).await;
        stage.sync_ok(SyncMode::Full).await;
        stage
    }

    pub(super) async fn with_sites(
        url: &str,
        config: DemoConfig,
        sites: impl Fn(&DemoHandle) -> Vec<SiteConfig>,
    ) -> Self {
        Self::with_times(url, config, LeaseTimes::default(), sites).await
    }

    pub(super) async fn with_times(
        url: &str,
        config: DemoConfig,
        times: LeaseTimes,
        sites: impl Fn(&DemoHandle) -> Vec<SiteConfig>,
    ) -> Self {
        let jira = DemoJira::start(config).await.unwrap();
        let database = Database::connect(url).await.unwrap();
        let engine = Arc::new(SyncEngine::new(database.clone(), SiteRegistry::fixed(sites(&jira))));
        engine.publish_sites().await.unwrap();
        let folder = TempDir::new().unwrap();
        let settings = Settings::new(database.clone(), SyncConfigFile::in_folder(folder.path()));
        let runner = Runner::new(database.clone(), engine.clone(), times);
        let sql = sea_orm::Database::connect(url).await.unwrap();
        Self { jira, database, sql, engine, runner, settings, folder }
    }

    /// Continues as another process would, with these sites in its settings and these limits.
    pub(super) async fn restart(&mut self, sites: Vec<SiteConfig>, times: TimeLimits) {
        self.restart_with(SiteRegistry::fixed(sites), times).await;
    }

    /// The same, with sites that may change.
    pub(super) async fn restart_with(&mut self, registry: SiteRegistry, times: TimeLimits) {
        let engine = SyncEngine::new(self.database.clone(), registry).with_time_limits(times);
        engine.publish_sites().await.unwrap();
        self.take(engine);
    }

    fn take(&mut self, engine: SyncEngine) {
        self.engine = Arc::new(engine);
        let lease = LeaseTimes::default();
        self.runner = Runner::new(self.database.clone(), self.engine.clone(), lease);
    }

    /// The same database with other settings, as a command may have them while a server runs.
    pub(super) fn with_settings(mut self, sites: Vec<SiteConfig>) -> Self {
        self.take(SyncEngine::new(self.database.clone(), SiteRegistry::fixed(sites)));
        self
    }

    pub(super) async fn set(&self, settings: PerformanceSettings) {
        self.settings.change_performance(|_| Ok(settings)).await.unwrap();
    }

    pub(super) async fn start(&self, mode: SyncMode) -> OwnRun {
        self.start_with(mode, Selection::default()).await
    }

    pub(super) async fn start_with(&self, mode: SyncMode, selection: Selection) -> OwnRun {
        self.start_as(SyncType::Manual, mode, selection).await
    }

    async fn start_as(&self, sync_type: SyncType, mode: SyncMode, selection: Selection) -> OwnRun {
        let by_hand = sync_type == SyncType::Manual;
        let settings = self.settings.performance().await.unwrap();
        let order = RunOrder { sync_type, selection, settings, by_hand, ..order(mode) };
        match self.runner.start(order).await.unwrap() {
            Start::Started(run) => run,
            Start::Busy(run_id) => panic!("the run {run_id} is in the way"),
        }
    }

    /// A full run of the engine alone, with settings that need not be valid ones.
    pub(super) async fn run_with(&self, settings: PerformanceSettings) -> RunResult {
        let order = RunOrder { settings, ..order(SyncMode::Full) };
        let handle = claim(&self.database, &order, &holder()).await;
        let job = Job { handle, order, progress: ProgressCell::default(), stop: CancellationToken::new() };
        self.engine.run(job).await
    }

    /// Compares everything with Jira, as the command does.
    pub(super) async fn compare(&self) -> Vec<SiteDrift> {
        self.engine.compare(&Selection::default(), &PerformanceSettings::default()).await.unwrap()
    }

    /// Runs to the end, and returns what is stored of the run.
    pub(super) async fn sync(&self, mode: SyncMode) -> (RunRow, Vec<RunProjectRow>) {
        self.ended(self.start(mode).await).await
    }

    /// The same for a selection.
    pub(super) async fn sync_part(
        &self,
        mode: SyncMode,
        selection: Selection,
    ) -> (RunRow, Vec<RunProjectRow>) {
        self.ended(self.start_with(mode, selection).await).await
    }

    /// The same for a scheduled run.
    pub(super) async fn sync_by_schedule(&self) -> (RunRow, Vec<RunProjectRow>) {
        let run = self.start_as(SyncType::Scheduled, SyncMode::Incremental, Selection::default()).await;
        self.ended(run).await
    }

    async fn ended(&self, run: OwnRun) -> (RunRow, Vec<RunProjectRow>) {
        let run_id = run.run_id;
        within(MINUTES, "the end of the run", run.ended()).await;
        let row = self.database.runs().get(run_id).await.unwrap().unwrap();
        (row, self.database.runs().projects(run_id).await.unwrap())
    }

    /// Runs to the end, which must be `completed`.
    pub(super) async fn sync_ok(&self, mode: SyncMode) -> RunRow {
        let (run, projects) = self.sync(mode).await;
        assert_eq!(run.status, RunStatus::Completed, "{run:?} {projects:?}");
        run
    }

    /// Keys of the projects.
    pub(super) fn project_keys(&self) -> Vec<String> {
        self.jira.site().truth().projects.into_iter().map(|project| project.key).collect()
    }

    /// Keys of the issues of a project.
    pub(super) fn issue_keys(&self, project: usize) -> Vec<String> {
        let page = self.jira.site().truth_page(Some(&self.project_keys()[project]), None, 10_000);
        page.issues.into_iter().map(|issue| issue.key).collect()
    }

    /// Ends the pause of every quarantined issue.
    pub(super) async fn end_pause(&self) {
        end_pause(&self.sql).await;
    }

    /// The single number that a query returns.
    pub(super) async fn count(&self, query: &str) -> u64 {
        let statement = Statement::from_string(self.sql.get_database_backend(), query);
        let row = self.sql.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap().try_into().unwrap()
    }

    /// Waits until `query` returns more than 0.
    pub(super) async fn until_any(&self, query: &str) {
        eventually(query, async || self.count(query).await > 0).await;
    }

    /// The first column of a query, as text.
    pub(super) async fn texts(&self, query: &str) -> Vec<String> {
        let statement = Statement::from_string(self.sql.get_database_backend(), query);
        let rows = self.sql.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// Asserts that exactly the site's issues, comments, worklogs and changelog entries are stored.
    pub(super) async fn assert_equal_to_truth(&self) {
        let truth = self.jira.site().truth();
        let stored = [
            self.count("select count(*) from live_issues").await,
            self.count("select count(*) from live_comments").await,
            self.count("select count(*) from live_worklogs").await,
            self.count(&format!("select count(*) from changelogs c {OF_LIVE_ISSUES}")).await,
            self.count(&format!(
                "select count(*) from changelog_items t join changelogs c on c.site_id = t.site_id
                 and c.id = t.changelog_id {OF_LIVE_ISSUES}"
            ))
            .await,
        ];
        assert_eq!(stored, [truth.issues, truth.comments, truth.worklogs, truth.histories, truth.items]);
        let mut expected = Vec::new();
        let mut after = None;
        loop {
            let page = self.jira.site().truth_page(None, after, 1000);
            expected.extend(
                page.issues.iter().map(|issue| format!("{} {} {}", issue.id, issue.key, issue.comments)),
            );
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        let stored = self
            .texts(
                "select id || ' ' || key || ' ' || (select count(*) from live_comments c where c.site_id = i.site_id \
                 and c.issue_id = i.id) from live_issues i order by id",
            )
            .await;
        assert_eq!(stored, expected);
    }
}

/// A response with this body.
pub(super) fn answer(body: &serde_json::Value) -> FaultKind {
    FaultKind::Status { status: 200, headers: Default::default(), body: Some(body.to_string()) }
}

/// Waits until a run has stored this many pages.
pub(super) async fn pages_stored(run: &OwnRun, pages: u64) {
    eventually("pages stored", async || run.progress.snapshot().pages >= pages).await;
}

/// Empties the tables for the next edition, which is another site of the same name.
pub(super) async fn clear(stage: &Stage) {
    let tables = [
        "issues",
        "issue_keys",
        "comments",
        "worklogs",
        "changelogs",
        "changelog_items",
        "issue_links",
        "attachments",
        "issue_components",
        "issue_fix_versions",
        "issue_affected_versions",
        "issue_sprints",
        "remote_links",
        "project_sync_state",
        "project_losses",
        "quarantined_issues",
        "projects",
    ];
    for table in tables {
        stage.sql.execute_unprepared(&format!("delete from {table}")).await.unwrap();
    }
}
