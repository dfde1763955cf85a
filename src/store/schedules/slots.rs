use app::model::SkipReason;
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::{RunId, Schedules, StoreError, Stored, database::sql};

/// One or more slots of a schedule and their outcome.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SlotRow {
    pub schedule_id: i64,
    pub due_at: DateTime<Utc>,
    pub slots: i64,
    /// None if the slot started the run.
    pub reason: Option<Stored<SkipReason>>,
    /// The run it started, or the one in its way.
    pub run_id: Option<RunId>,
}

impl Schedules<'_> {
    /// The newest `limit` outcomes of a schedule, runs and skips together.
    pub async fn slot_outcomes(&self, schedule_id: i64, limit: u64) -> Result<Vec<SlotRow>, StoreError> {
        sql::rows(
            self.database.connection(),
            "select * from (
                 select schedule_id, slot as due_at, cast(1 as bigint) as slots, cast(null as text) as reason,
                     id as run_id
                 from sync_runs where schedule_id = $1 and slot is not null order by slot desc limit $2) as runs
             union all
             select * from (
                 select schedule_id, last_slot, slots, reason, run_id from schedule_decisions
                 where schedule_id = $1 order by last_slot desc limit $2) as skipped
             order by due_at desc limit $2",
            [schedule_id.into(), limit.cast_signed().into()],
        )
        .await
    }
}
