use std::sync::OnceLock;

use app::model::{RunStatus, SyncMode};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

use super::runner::Inner;
use crate::{
    store::{Kind, RunResult, StoreError},
    sync::Job,
};

/// Carries a claimed run to its end while its keeper renews the lease. `unstored` receives the reason if the end could
/// not be stored.
pub(super) async fn drive(inner: &Inner, job: Job, unstored: &OnceLock<String>) -> RunStatus {
    let _held = inner.database.runs().hold(&job.handle, inner.times.lease);
    let (engine, own) = (inner.engine.clone(), job.clone());
    let mut work =
        AbortOnDropHandle::new(tokio::spawn(async move { engine.run(own).await }.in_current_span()));
    let mut beats = tokio::time::interval(inner.times.beat);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut keeper = LeaseKeeper { inner, job: &job, unstored, renewed_at: Instant::now() };
    let result = loop {
        tokio::select! {
            ended = &mut work => break ended.unwrap_or_else(|failure| unexpected(&job, &failure)),
            _ = beats.tick() => {
                if let Err(LeaseLost) = keeper.beat().await {
                    // Another process has taken the run over: this process's work for it must end at once.
                    work.abort();
                    let _ = (&mut work).await;
                    return RunStatus::Interrupted;
                }
            }
        }
    };
    keeper.finish(result, &mut beats).await
}

/// The engine panicked.
fn unexpected(job: &Job, failure: &tokio::task::JoinError) -> RunResult {
    tracing::error!(%failure, "the engine failed unexpectedly");
    let reason = match job.order.mode {
        SyncMode::Verify => "The comparison failed unexpectedly. See the log.",
        _ => "The sync failed unexpectedly. See the log. The next run continues where it stopped.",
    };
    RunResult::failed(job.progress.snapshot().totals, reason)
}

/// The run was taken over, or may have been by now.
struct LeaseLost;

struct LeaseKeeper<'a> {
    inner: &'a Inner,
    job: &'a Job,
    unstored: &'a OnceLock<String>,
    renewed_at: Instant,
}

impl LeaseKeeper<'_> {
    async fn beat(&mut self) -> Result<(), LeaseLost> {
        let at = Instant::now();
        let progress = self.job.progress.snapshot();
        let renewed =
            self.inner.database.runs().renew(&self.job.handle, &progress, self.inner.times.lease).await;
        match renewed {
            Ok(renewed) => {
                self.renewed_at = at;
                if renewed.stop_requested {
                    self.job.stop.cancel();
                }
                Ok(())
            }
            Err(error) => self.check_lease_after(&error),
        }
    }

    /// Stores the end of the run, and retries for as long as a lease lasts. After that, another process has to end it.
    async fn finish(&mut self, result: RunResult, beats: &mut tokio::time::Interval) -> RunStatus {
        let until = Instant::now() + self.inner.times.lease;
        loop {
            match self.inner.database.runs().finish(&self.job.handle, &result).await {
                Ok(status) => {
                    tracing::info!(
                        status = status.as_str(),
                        error_message = result.error_message,
                        "run ended"
                    );
                    return status;
                }
                Err(error) => {
                    let lost = self.check_lease_after(&error).is_err();
                    if lost || Instant::now() >= until {
                        let cause = result.error_message.map(|cause| format!("{cause} ")).unwrap_or_default();
                        let _ = self
                            .unstored
                            .set(format!("{cause}The end of the run could not be stored: {error}"));
                        return RunStatus::Interrupted;
                    }
                }
            }
            beats.tick().await;
        }
    }

    /// Whether the run still belongs to this process after a database error. On SQLite it does until the database says
    /// otherwise: a slow or full disk stops every process.
    fn check_lease_after(&self, error: &StoreError) -> Result<(), LeaseLost> {
        let lease_passed = self.inner.database.kind() == Kind::Postgres
            && self.renewed_at.elapsed() >= self.inner.times.lease;
        if matches!(error, StoreError::Fenced) || lease_passed {
            tracing::warn!(%error, "lost the run to another process; stopping its work here");
            let _ = self.unstored.set(error.to_string());
            return Err(LeaseLost);
        }
        tracing::warn!(%error, "a heartbeat was not stored; trying again");
        Ok(())
    }
}
