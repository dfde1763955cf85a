//! The one door to a run: the scheduler, a manual start and the command line all come through here.

mod drive;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use app::model::{PerformanceSettings, RunStatus, SyncMode, SyncType};
use tokio::task::JoinHandle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use super::{error::SchedulerError, lease::LeaseTimes};
use crate::settings::Settings;
use crate::store::{Claim, Database, NewRun, RunHandle, RunId, StoreError};
use crate::sync::{Engine, Job, ProgressCell, Selection};

/// Claims runs, carries them out, keeps their lease and ends them; cheap to clone.
#[derive(Clone)]
pub struct Runner {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    engine: Arc<dyn Engine>,
    settings: Settings,
    times: LeaseTimes,
    holder: String,
    /// The sync of this process, if any: its id and what stops it.
    own: Mutex<Option<(RunId, CancellationToken)>>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

/// What run somebody wants.
#[derive(Clone, Debug)]
pub struct RunOrder {
    pub sync_type: SyncType,
    /// `scheduler`, or who asked.
    pub initiated_by: String,
    pub mode: SyncMode,
    pub selection: Selection,
    /// Somebody asked for it just now, and is there to see what comes of it.
    pub by_hand: bool,
}

/// Whether the wanted run began.
#[derive(Debug)]
pub enum Start {
    Started(OwnRun),
    /// The id of the run that is in the way.
    Busy(RunId),
}

/// A run of this process.
#[derive(Debug)]
pub struct OwnRun {
    pub run_id: RunId,
    pub progress: ProgressCell,
    /// Stops it at the next page boundary.
    pub stop: CancellationToken,
    /// Why its end could not be stored, once that is so.
    pub unstored: Arc<OnceLock<String>>,
    task: JoinHandle<RunStatus>,
}

impl OwnRun {
    /// Waits for its end.
    pub async fn ended(self) -> RunStatus {
        self.task.await.unwrap_or(RunStatus::Interrupted)
    }
}

impl Runner {
    /// A runner that has `engine` do the work.
    pub fn new(database: Database, engine: Arc<dyn Engine>, settings: Settings, times: LeaseTimes) -> Self {
        let holder = format!(
            "{}:{}",
            sysinfo::System::host_name().unwrap_or_else(|| "unknown".to_owned()),
            std::process::id()
        );
        Self {
            inner: Arc::new(Inner {
                database,
                engine,
                settings,
                times,
                holder,
                own: Mutex::new(None),
                tasks: TaskTracker::new(),
                shutdown: CancellationToken::new(),
            }),
        }
    }

    /// Begins a run unless one is active, in this process or another.
    pub async fn start(&self, order: RunOrder) -> Result<Start, SchedulerError> {
        let settings = self.inner.settings.performance().await?;
        let new = self.new_run(&order, &settings);
        Ok(match self.inner.database.runs().claim(&new).await? {
            Claim::Started(handle) => Start::Started(self.launch(handle, order, settings)),
            Claim::Busy(run_id) => Start::Busy(run_id),
        })
    }

    /// Asks the active run to stop, wherever it runs. None: no run is active.
    pub async fn stop(&self) -> Result<Option<RunId>, StoreError> {
        let run_id = self.inner.database.runs().request_stop().await?;
        let own = self.inner.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stop)) = own.as_ref().filter(|(id, _)| Some(*id) == run_id) {
            stop.cancel();
        }
        Ok(run_id)
    }

    /// Stops this process's run at its next page boundary and waits for its end.
    pub async fn shut_down(&self) {
        self.inner.shutdown.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// The row that a run of this order begins with.
    pub(super) fn new_run(&self, order: &RunOrder, settings: &PerformanceSettings) -> NewRun {
        NewRun {
            sync_type: order.sync_type,
            initiated_by: order.initiated_by.clone(),
            mode: order.mode,
            selection: order.selection.stored(),
            schedule_id: None,
            slot: None,
            holder: self.inner.holder.clone(),
            settings: serde_json::json!(settings),
            lease: self.inner.times.lease,
        }
    }

    /// Carries out a claimed run in a task of its own.
    pub(super) fn launch(&self, handle: RunHandle, order: RunOrder, settings: PerformanceSettings) -> OwnRun {
        let job = Job {
            handle,
            mode: order.mode,
            selection: order.selection,
            settings,
            by_hand: order.by_hand,
            progress: ProgressCell::default(),
            stop: self.inner.shutdown.child_token(),
        };
        let run = (handle.run_id, job.stop.clone());
        // A refetch is no sync that people stop.
        if order.sync_type != SyncType::Webhook {
            *self.inner.own.lock().unwrap_or_else(PoisonError::into_inner) = Some(run);
        }
        let (progress, stop) = (job.progress.clone(), job.stop.clone());
        let inner = self.inner.clone();
        let unstored = Arc::new(OnceLock::new());
        let reason = unstored.clone();
        // Whatever is logged, the run is named with it.
        let span = tracing::error_span!("run", run_id = %handle.run_id);
        let drive = async move {
            let run_id = job.handle.run_id;
            let status = drive::drive(&inner, job, &reason).await;
            let mut own = inner.own.lock().unwrap_or_else(PoisonError::into_inner);
            own.take_if(|own| own.0 == run_id);
            status
        };
        let task = self.inner.tasks.spawn(drive.instrument(span));
        OwnRun { run_id: handle.run_id, progress, stop, unstored, task }
    }
}
