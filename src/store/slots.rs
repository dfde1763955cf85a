use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{Database, StoreError, sql};

/// One or more slots of the schedule and what became of them.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SlotRow {
    pub due_at: DateTime<Utc>,
    pub slots: i64,
    /// None: it started the run.
    pub reason: Option<String>,
    /// The run it started, or the one that was in its way.
    pub run_id: Option<String>,
}

impl Database {
    /// The newest `limit` outcomes, runs and skips together.
    pub async fn slot_outcomes(&self, limit: u64) -> Result<Vec<SlotRow>, StoreError> {
        sql::rows(
            self.connection(),
            "select * from (
                 select slot as due_at, cast(1 as bigint) as slots, cast(null as text) as reason, id as run_id
                 from sync_runs where slot is not null order by slot desc limit $1) as runs
             union all
             select * from (
                 select last_slot, slots, reason, run_id from schedule_decisions
                 order by last_slot desc limit $1) as skipped
             order by due_at desc limit $1",
            [limit.cast_signed().into()],
        )
        .await
    }
}
