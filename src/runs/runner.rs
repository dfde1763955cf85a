//! The only way to start a run: the scheduler, a manual start and the command line all go through here.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use app::model::RunStatus;
use tokio::task::JoinHandle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use super::{drive::drive, lease::LeaseTimes};
use crate::store::{Claim, Database, Holder, RunHandle, RunId, RunOrder, StoreError};
use crate::sync::{Engine, Job, ProgressCell};

/// Claims runs, carries them out, keeps their leases and ends them; cheap to clone.
#[derive(Clone)]
pub struct Runner {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) database: Database,
    pub(super) engine: Arc<dyn Engine>,
    pub(super) times: LeaseTimes,
    holder: Holder,
    /// The sync of this process, if any: its id and the token that stops it.
    own: Mutex<Option<(RunId, CancellationToken)>>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

/// Whether the requested run was started.
#[derive(Debug)]
pub enum Start {
    Started(OwnRun),
    /// The id of the run in the way.
    Busy(RunId),
}

/// A run of this process.
#[derive(Debug)]
pub struct OwnRun {
    pub run_id: RunId,
    pub progress: ProgressCell,
    /// Stops it at the next page boundary.
    pub stop: CancellationToken,
    /// Why its end could not be stored; empty if it was.
    pub unstored: Arc<OnceLock<String>>,
    task: JoinHandle<RunStatus>,
}

impl OwnRun {
    /// Waits for the end of the run.
    pub async fn ended(self) -> RunStatus {
        self.task.await.unwrap_or(RunStatus::Interrupted)
    }
}

impl Runner {
    /// A runner whose work is done by `engine`.
    pub fn new(database: Database, engine: Arc<dyn Engine>, times: LeaseTimes) -> Self {
        let name = format!(
            "{}:{}",
            sysinfo::System::host_name().unwrap_or_else(|| "unknown".to_owned()),
            std::process::id()
        );
        Self {
            inner: Arc::new(Inner {
                database,
                engine,
                times,
                holder: Holder { name, lease: times.lease },
                own: Mutex::new(None),
                tasks: TaskTracker::new(),
                shutdown: CancellationToken::new(),
            }),
        }
    }

    /// Starts a run unless one of its scope is active, in this process or another.
    pub async fn start(&self, order: RunOrder) -> Result<Start, StoreError> {
        Ok(match self.inner.database.runs().claim(&order, self.holder()).await? {
            Claim::Started(handle) => Start::Started(self.launch(handle, order)),
            Claim::Busy(run_id) => Start::Busy(run_id),
        })
    }

    /// Asks the active sync to stop, whichever process it runs in. Returns None if no sync is active.
    pub async fn stop(&self) -> Result<Option<RunId>, StoreError> {
        let run_id = self.inner.database.runs().request_stop().await?;
        let own = self.inner.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stop)) = own.as_ref().filter(|(id, _)| Some(*id) == run_id) {
            stop.cancel();
        }
        Ok(run_id)
    }

    /// Stops this process's runs, a sync at its next page boundary, and waits for their end.
    pub async fn shut_down(&self) {
        self.inner.shutdown.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// The name and process under which this process claims runs.
    pub fn holder(&self) -> &Holder {
        &self.inner.holder
    }

    /// Carries out a claimed run in a task of its own.
    pub fn launch(&self, handle: RunHandle, order: RunOrder) -> OwnRun {
        let can_be_stopped = order.is_sync();
        let (progress, stop) = (ProgressCell::default(), self.inner.shutdown.child_token());
        let job = Job { handle, order, progress: progress.clone(), stop: stop.clone() };
        // People stop neither refetches nor comparisons.
        if can_be_stopped {
            *self.inner.own.lock().unwrap_or_else(PoisonError::into_inner) =
                Some((handle.run_id, stop.clone()));
        }
        let inner = self.inner.clone();
        let unstored = Arc::new(OnceLock::new());
        let reason = unstored.clone();
        // Every log line of the run names the run.
        let span = tracing::error_span!("run", run_id = %handle.run_id);
        let drive = async move {
            let status = drive(&inner, job, &reason).await;
            let mut own = inner.own.lock().unwrap_or_else(PoisonError::into_inner);
            own.take_if(|own| own.0 == handle.run_id);
            status
        };
        let task = self.inner.tasks.spawn(drive.instrument(span));
        OwnRun { run_id: handle.run_id, progress, stop, unstored, task }
    }
}
