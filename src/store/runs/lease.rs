use std::time::Duration;

use sea_orm::DatabaseTransaction;
use tokio::time::Instant;

use super::{ACTIVE, RunHandle, RunProgress, RunTotals};
use crate::store::{
    Database, Runs, StoreError,
    database::{
        sql,
        writer::{KeptRun, WriteTransaction},
    },
};

/// What a heartbeat returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// Somebody asked the run to stop.
    pub stop_requested: bool,
}

impl Runs<'_> {
    /// Extends the run's lease to `lease` from now and stores its progress.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if the run was taken over; its work must then end at once.
    pub async fn renew(
        &self,
        handle: &RunHandle,
        progress: &RunProgress,
        lease: Duration,
    ) -> Result<Renewed, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let run = [handle.run_id.into(), handle.fence.into()];
        let state = [
            (now + lease).into(),
            now.into(),
            progress.current_project.clone().into(),
            serde_json::json!(progress.waiting).into(),
            progress.pages.cast_signed().into(),
        ];
        let status: Option<String> = sql::value(
            &tx,
            &format!(
                "update sync_runs set {}, lease_until = $11, progress_at = $12, current_project = $13,
                     waiting = $14, pages = $15
                 where id = $1 and fence = $2 and {ACTIVE} returning status",
                RunTotals::SET
            ),
            run.into_iter().chain(progress.totals.values()).chain(state),
        )
        .await?;
        let status = status.ok_or(StoreError::Fenced)?;
        tx.commit().await?;
        Ok(Renewed { stop_requested: status == "stopping" })
    }
}

/// How often to try a transaction that PostgreSQL aborts because of a deadlock.
const ATTEMPTS: usize = 5;

impl Database {
    /// Begins a transaction that writes for a run. Nobody can take the run over until the transaction ends, however
    /// long it takes.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if the run was taken over before.
    pub(in crate::store) async fn begin_as(&self, run: &RunHandle) -> Result<WriteTransaction, StoreError> {
        let requested_at = Instant::now();
        self.fenced(self.begin_write().await?, run, requested_at).await
    }

    /// The same for small writes that must not be late, such as progress.
    pub(in crate::store) async fn begin_urgent_as(
        &self,
        run: &RunHandle,
    ) -> Result<WriteTransaction, StoreError> {
        let requested_at = Instant::now();
        self.fenced(self.begin_urgent().await?, run, requested_at).await
    }

    async fn fenced(
        &self,
        tx: WriteTransaction,
        run: &RunHandle,
        requested_at: Instant,
    ) -> Result<WriteTransaction, StoreError> {
        check_fence(&tx, run).await?;
        let lease = self.held_runs().lease_of(run.run_id);
        let kept = |lease| KeptRun { run_id: run.run_id, lease, requested_at };
        Ok(tx.keeping(lease.map(kept)))
    }
}

/// Runs a whole transaction, and repeats it after a deadlock: two projects that are written at the same time may mark
/// each other's issues where these refer to each other.
pub(in crate::store) async fn retry_on_deadlock<T, F>(transaction: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for _ in 1..ATTEMPTS {
        match transaction().await {
            Err(StoreError::Deadlock(error)) => {
                tracing::debug!(%error, "repeating a transaction after a deadlock");
            }
            done => return done,
        }
    }
    transaction().await
}

/// On PostgreSQL the lock is `for key share`: parallel pages and heartbeats do not wait for each other, only a takeover
/// (`for update`) waits for them.
async fn check_fence(tx: &DatabaseTransaction, run: &RunHandle) -> Result<(), StoreError> {
    let held = format!("select fence from sync_runs where id = $1 and fence = $2 and {ACTIVE}");
    let held: Option<i64> =
        sql::value(tx, &sql::locking(tx, &held, "for key share"), [run.run_id.into(), run.fence.into()])
            .await?;
    held.map(|_| ()).ok_or(StoreError::Fenced)
}
