//! The one place where a run ends, whoever ends it: its holder, or another process that takes it over.

use app::model::RunStatus;
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use super::{ACTIVE, RunHandle};
use crate::store::{RunId, StoreError, Stored, database::sql};

/// Who ends a run: its holder, or another process.
#[derive(Clone, Copy, Debug)]
pub(super) enum EndedBy<'a> {
    /// Its holder. The run ends as `stopped` if it was asked to stop.
    Holder(&'a RunHandle),
    /// Another process. It increases the run's fence, so that a holder that was only suspended can write nothing more.
    /// A page that the holder has begun to write is waited for.
    Other(RunId),
}

/// Ends an active run and frees the lock. Projects that it leaves unfinished become `stopped`. Returns the status that
/// it ended with, or None if it had already ended or been taken over.
pub(super) async fn end(
    tx: &impl ConnectionTrait,
    by: EndedBy<'_>,
    status: RunStatus,
    error_message: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<RunStatus>, StoreError> {
    let (run_id, fence) = match by {
        EndedBy::Holder(handle) => (handle.run_id, Some(handle.fence)),
        EndedBy::Other(run_id) => (run_id, None),
    };
    let update = format!(
        "update sync_runs set status = case when status = 'stopping' and fence = $2 then 'stopped' else $3 end,
             fence = coalesce($2, fence + 1), completed_at = $4, error_message = $5, current_project = null,
             waiting = null
         where id = $1 and fence = coalesce($2, fence) and {ACTIVE} returning status"
    );
    let values = [
        run_id.into(),
        fence.into(),
        status.as_str().into(),
        now.into(),
        error_message.map(str::to_owned).into(),
    ];
    let Some(ended) = sql::value::<Stored<RunStatus>>(tx, &update, values).await? else { return Ok(None) };
    let projects = "update sync_run_projects set status = 'stopped', end_time = $2
                    where run_id = $1 and status in ('queued', 'running')";
    sql::execute(tx, projects, [run_id.into(), now.into()]).await?;
    Ok(Some(ended.0))
}
