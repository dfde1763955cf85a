use std::time::Duration;

use sea_orm::ConnectionTrait;

use super::{ACTIVE, RunHandle, RunProgress, RunTotals};
use crate::store::{Database, StoreError, sql};

/// What a heartbeat learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// Somebody asked the run to stop.
    pub stop_requested: bool,
}

impl Database {
    /// Keeps the run for another `lease` and stores where it stands. Errors: [`StoreError::Fenced`] when it
    /// was taken over; the run must then be dropped at once.
    pub async fn renew_lease(
        &self,
        handle: &RunHandle,
        progress: &RunProgress,
        lease: Duration,
    ) -> Result<Renewed, StoreError> {
        let now = self.now().await?;
        let run = [handle.run_id.clone().into(), handle.fence.into()];
        let state = [
            (now + lease).into(),
            now.into(),
            progress.current_project.clone().into(),
            serde_json::json!(progress.waiting).into(),
            progress.pages.cast_signed().into(),
        ];
        let status: Option<String> = sql::value(
            self.connection(),
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
        Ok(Renewed { stop_requested: status == "stopping" })
    }
}

/// The first statement of every transaction that writes for a run: fails when the run is no longer the
/// holder's, and otherwise keeps anybody from taking it over until the transaction ends.
///
/// On PostgreSQL the lock is `for key share`: parallel pages and heartbeats do not wait for each other, only a
/// takeover (`for update`) waits for them.
pub(in crate::store) async fn check_fence(
    tx: &impl ConnectionTrait,
    handle: &RunHandle,
) -> Result<(), StoreError> {
    let held = format!("select fence from sync_runs where id = $1 and fence = $2 and {ACTIVE}");
    let held: Option<i64> = sql::value(
        tx,
        &sql::locking(tx, &held, "for key share"),
        [handle.run_id.clone().into(), handle.fence.into()],
    )
    .await?;
    held.map(|_| ()).ok_or(StoreError::Fenced)
}
