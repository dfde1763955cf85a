use app::model::RunStatus;

use super::{
    ACTIVE, RunHandle, RunTotals,
    end::{EndedBy, end},
};
use crate::store::{Runs, StoreError, database::sql};

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub struct RunResult {
    /// `completed`, `completed_with_errors`, `failed` or `stopped`; see [`RunTotals::status`].
    pub status: RunStatus,
    pub totals: RunTotals,
    /// Why it failed, or a note on a run with errors.
    pub error_message: Option<String>,
    pub metrics: Vec<Metric>,
}

/// One measured value of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    pub name: &'static str,
    pub value: f64,
    pub unit: &'static str,
}

impl RunResult {
    /// A failed run, with what it had done until then.
    pub fn failed(totals: RunTotals, error_message: impl Into<String>) -> Self {
        Self {
            status: RunStatus::Failed,
            totals,
            error_message: Some(error_message.into()),
            metrics: Vec::new(),
        }
    }
}

impl Runs<'_> {
    /// Ends the run and frees the lock. Returns the status it ended with: `stopped` for a run that was asked to stop,
    /// whatever `result` says.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if the run was taken over.
    pub async fn finish(&self, handle: &RunHandle, result: &RunResult) -> Result<RunStatus, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let run = [handle.run_id.into(), handle.fence.into()];
        let totals = format!(
            "update sync_runs set {}, progress_at = $11 where id = $1 and fence = $2 and {ACTIVE}",
            RunTotals::SET
        );
        sql::execute(&tx, &totals, run.into_iter().chain(result.totals.values()).chain([now.into()])).await?;
        let ended =
            end(&tx, EndedBy::Holder(handle), result.status, result.error_message.as_deref(), now).await?;
        let status = ended.ok_or(StoreError::Fenced)?;
        for metric in &result.metrics {
            sql::execute(
                &tx,
                "insert into sync_run_metrics (run_id, name, value, unit, recorded_at)
                 values ($1, $2, $3, $4, $5)",
                [
                    handle.run_id.into(),
                    metric.name.into(),
                    metric.value.into(),
                    metric.unit.into(),
                    now.into(),
                ],
            )
            .await?;
        }
        tx.commit().await?;
        Ok(status)
    }
}
