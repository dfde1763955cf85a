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

    /// Whether any site is enabled. While none is, nothing is planned and no run starts.
    pub async fn has_site(&self) -> bool {
        self.inner.engine.has_site().await
    }

    /// Starts a run unless one of its scope is active, in this process or another.
    pub async fn start(&self, order: RunOrder) -> Result<Start, StoreError> {
        self.start_followed_by(order, None).await
    }

    /// The same; once the run has completed, with or without errors, a run of `next` is started, unless one of its scope is active.
    pub async fn start_followed_by(
        &self,
        order: RunOrder,
        next: Option<RunOrder>,
    ) -> Result<Start, StoreError> {
        Ok(match self.inner.database.runs().claim(&order, self.holder()).await? {
            Claim::Started(handle) => Start::Started(self.launch_followed_by(handle, order, next)),
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

    /// Starts a run that follows another one.
    async fn follow_with(&self, next: RunOrder) {
        match self.inner.database.runs().claim(&next, self.holder()).await {
            Ok(Claim::Started(handle)) => drop(self.launch(handle, next)),
            Ok(Claim::Busy(run_id)) => tracing::info!(%run_id, "a run of the same kind is already active"),
            Err(error) => tracing::warn!(%error, "the run that was to follow could not be started"),
        }
    }

    /// Carries out a claimed run in a task of its own.
    pub fn launch(&self, handle: RunHandle, order: RunOrder) -> OwnRun {
        self.launch_followed_by(handle, order, None)
    }

    fn launch_followed_by(&self, handle: RunHandle, order: RunOrder, next: Option<RunOrder>) -> OwnRun {
        let can_be_stopped = order.is_sync();
        let (progress, stop) = (ProgressCell::default(), self.inner.shutdown.child_token());
        let job = Job { handle, order, progress: progress.clone(), stop: stop.clone() };
        // People stop neither refetches nor comparisons.
        if can_be_stopped {
            *self.inner.own.lock().unwrap_or_else(PoisonError::into_inner) =
                Some((handle.run_id, stop.clone()));
        }
        let (inner, runner) = (self.inner.clone(), self.clone());
        let unstored = Arc::new(OnceLock::new());
        let reason = unstored.clone();
        // Every log line of the run names the run.
        let span = tracing::error_span!("run", run_id = %handle.run_id);
        let drive = async move {
            let status = drive(&inner, job, &reason).await;
            inner.own.lock().unwrap_or_else(PoisonError::into_inner).take_if(|own| own.0 == handle.run_id);
            let completed = matches!(status, RunStatus::Completed | RunStatus::CompletedWithErrors);
            if let Some(next) = next.filter(|_| completed && !inner.shutdown.is_cancelled()) {
                runner.follow_with(next).await;
            }
            status
        };
        let task = self.inner.tasks.spawn(drive.instrument(span));
        OwnRun { run_id: handle.run_id, progress, stop, unstored, task }
    }
}
