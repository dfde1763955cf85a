//! A control plane (settings, schedules, planner, runner) on a test's database, with an engine that the test controls.

use super::order::order;
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use app::model::{RunStatus, SyncMode};
use async_trait::async_trait;
use jira_sync::{
    runs::{LeaseTimes, OwnRun, Runner, Start},
    scheduler::{SchedulerError, editor::ScheduleEditor, hand_edits::HandEdits, planner::Planner},
    settings::{Settings, SyncConfigFile},
    store::{
        Database, RunOrder, RunResult, RunTotals, ScheduleKey, ScheduleRow, ScheduleSetting, Selection,
        SlotRow,
    },
    sync::{Engine, Job},
};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use tokio::sync::{Semaphore, mpsc};

use super::limit::eventually;

/// One process's control plane.
pub(crate) struct Control {
    pub(crate) database: Database,
    pub(crate) settings: Settings,
    pub(crate) runner: Runner,
    pub(crate) planner: Planner,
    pub(crate) editor: ScheduleEditor,
    pub(crate) hand_edits: HandEdits,
    /// Receives each job that the engine has begun.
    pub(crate) began: mpsc::UnboundedReceiver<Job>,
    /// A permit lets one job end.
    pub(crate) gate: Arc<Semaphore>,
    /// Whether any site is enabled.
    pub(crate) has_site: Arc<AtomicBool>,
    url: String,
    folder: Arc<TempDir>,
}

/// Ends each job when a permit is added or a stop is requested; panics for the project `PANIC`.
struct GatedEngine {
    began: mpsc::UnboundedSender<Job>,
    gate: Arc<Semaphore>,
    has_site: Arc<AtomicBool>,
}

#[async_trait]
impl Engine for GatedEngine {
    async fn run(&self, job: Job) -> RunResult {
        self.began.send(job.clone()).unwrap();
        assert!(job.order.selection.projects != ["PANIC"], "as the test requested");
        let status = tokio::select! {
            permit = self.gate.acquire() => {
                permit.unwrap().forget();
                RunStatus::Completed
            }
            () = job.stop.cancelled() => RunStatus::Stopped,
        };
        let totals = RunTotals { total_projects: 1, successful_projects: 1, ..RunTotals::default() };
        RunResult { status, totals, error_message: None, metrics: Vec::new() }
    }

    async fn has_site(&self) -> bool {
        self.has_site.load(Ordering::Relaxed)
    }
}

impl Control {
    /// With an empty configuration folder.
    pub(crate) async fn new(url: &str) -> Self {
        Self::with_file(url, None).await
    }

    /// With a configuration folder whose `sync_config.json` is `text`.
    pub(crate) async fn with_file(url: &str, text: Option<&str>) -> Self {
        let times = LeaseTimes { beat: Duration::from_millis(20), ..LeaseTimes::default() };
        Self::with_times(url, text, times).await
    }

    /// With lease times that differ from the defaults.
    pub(crate) async fn with_times(url: &str, text: Option<&str>, times: LeaseTimes) -> Self {
        let folder = TempDir::new().unwrap();
        if let Some(text) = text {
            std::fs::write(folder.path().join("sync_config.json"), text).unwrap();
        }
        Self::in_folder(url, Arc::new(folder), times).await
    }

    /// Another process on the same database and the same configuration folder.
    pub(crate) async fn another_process(&self) -> Self {
        Self::in_folder(&self.url, self.folder.clone(), LeaseTimes::default()).await
    }

    /// The same configuration folder with another database.
    pub(crate) async fn with_database(&self, url: &str) -> Self {
        Self::in_folder(url, self.folder.clone(), LeaseTimes::default()).await
    }

    async fn in_folder(url: &str, folder: Arc<TempDir>, times: LeaseTimes) -> Self {
        let database = Database::connect(url).await.unwrap();
        let (tx, began) = mpsc::unbounded_channel();
        let gate = Arc::new(Semaphore::new(0));
        let has_site = Arc::new(AtomicBool::new(true));
        let engine = Arc::new(GatedEngine { began: tx, gate: gate.clone(), has_site: has_site.clone() });
        let settings = Settings::new(database.clone(), SyncConfigFile::in_folder(folder.path()));
        let runner = Runner::new(database.clone(), engine, times);
        let planner = Planner::new(database.clone(), runner.clone(), settings.clone());
        let editor = ScheduleEditor::new(database.clone(), settings.clone());
        let hand_edits = HandEdits::new(settings.clone(), editor.clone());
        let url = url.to_owned();
        Self { database, settings, runner, planner, editor, hand_edits, began, gate, has_site, url, folder }
    }

    /// The configuration folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a manual run of these projects.
    pub(crate) async fn start(&self, projects: &[&str]) -> OwnRun {
        let projects = projects.iter().map(|key| (*key).to_owned()).collect();
        let selection = Selection { projects, ..Selection::default() };
        let settings = self.settings.performance().await.unwrap();
        let order = RunOrder { selection, settings, ..order(SyncMode::Incremental) };
        match self.runner.start(order).await.unwrap() {
            Start::Started(run) => run,
            Start::Busy(id) => panic!("{id} is in the way"),
        }
    }

    /// Sets `next_due` of every schedule to this many seconds ago.
    pub(crate) async fn make_due(&self, seconds: i64) {
        let due = self.database.now().await.unwrap() - chrono::TimeDelta::seconds(seconds);
        by_hand(&self.url, &format!("update schedules set next_due = '{}'", due.to_rfc3339())).await;
    }

    /// The schedule named `default`.
    pub(crate) async fn schedule(&self) -> ScheduleRow {
        self.editor.default_schedule().await.unwrap()
    }

    /// Saves a change of that schedule; returns the warning, if any.
    pub(crate) async fn change(
        &self,
        change: impl Fn(ScheduleSetting) -> ScheduleSetting + Send + Sync,
    ) -> Result<Option<String>, SchedulerError> {
        self.editor.change(ScheduleKey::Default, change).await
    }

    /// The outcomes of that schedule's slots, newest first.
    pub(crate) async fn outcomes(&self) -> Vec<SlotRow> {
        self.database.schedules().slot_outcomes(self.schedule().await.id, 100).await.unwrap()
    }

    /// Waits until a planned run begins, lets it end, and waits for its end.
    pub(crate) async fn finish_one_run(&mut self) {
        let job = self.began.recv().await.unwrap();
        self.gate.add_permits(1);
        eventually("the end of the run", async || {
            let run = self.database.runs().get(job.handle.run_id).await.unwrap().unwrap();
            run.completed_at.is_some()
        })
        .await;
    }
}

/// Executes SQL directly, for states that the product itself cannot produce.
pub(crate) async fn by_hand(url: &str, statement: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}
