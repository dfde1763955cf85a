use std::time::Duration;

use sea_orm::ConnectionTrait;

use super::{ACTIVE, RunHandle, RunProgress};
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
        let totals = &progress.totals;
        let waiting = serde_json::json!(progress.waiting);
        let status: Option<String> = sql::value(
            self.connection(),
            &format!(
                "update sync_runs set lease_until = $3, progress_at = $4, current_project = $5, waiting = $6,
                     total_projects = $7, successful_projects = $8, failed_projects = $9, issues_expected = $10,
                     total_issues = $11, issues_created = $12, issues_updated = $13, issues_failed = $14,
                     pages = $15
                 where id = $1 and fence = $2 and {ACTIVE} returning status"
            ),
            [
                handle.run_id.clone().into(),
                handle.fence.into(),
                (now + lease).into(),
                now.into(),
                progress.current_project.clone().into(),
                waiting.into(),
                (totals.total_projects as i64).into(),
                (totals.successful_projects as i64).into(),
                (totals.failed_projects as i64).into(),
                (totals.issues_expected as i64).into(),
                (totals.total_issues as i64).into(),
                (totals.issues_created as i64).into(),
                (totals.issues_updated as i64).into(),
                (totals.issues_failed as i64).into(),
                (progress.pages as i64).into(),
            ],
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
