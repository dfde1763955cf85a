//! The planner's one transaction: it swaps a schedule's `next_due`, and records the outcomes of the slots before it.

use app::model::SkipReason;
use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::COLUMNS;
use crate::store::{
    Claim, Holder, RunHandle, RunId, RunOrder, ScheduleRow, Schedules, StoreError,
    database::sql,
    runs::{SYNC, active_run, claim, interrupt_expired},
};

/// What a plan is based on.
#[derive(Clone, Debug)]
pub struct PlanningState {
    pub schedule: ScheduleRow,
    /// The sync that is active now.
    pub active_run: Option<RunId>,
    /// When the newest sync began.
    pub last_started: Option<DateTime<Utc>>,
    /// The database's clock.
    pub now: DateTime<Utc>,
}

/// What to store.
#[derive(Clone, Debug)]
pub struct SchedulePlan {
    pub next_due: Option<DateTime<Utc>>,
    pub skips: Vec<SlotSkip>,
    /// The slot that starts a run.
    pub run_slot: Option<DateTime<Utc>>,
}

/// Consecutive slots that start no run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotSkip {
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    pub slots: u64,
    pub reason: SkipReason,
    /// The run that was in the way.
    pub run_id: Option<RunId>,
}

/// The outcome of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// There was nothing to store.
    Nothing,
    /// Another planner or a change of the schedule was first: nothing was stored.
    Overtaken,
    /// The plan is stored; the caller carries out the run.
    Written { started: Option<RunHandle>, skips: Vec<SlotSkip> },
}

impl Schedules<'_> {
    /// Makes a plan for a schedule with `decide` and stores it, in one transaction. If a run starts, it is `order`.
    /// `decide` returns None if there is nothing to store.
    pub async fn plan(
        &self,
        schedule_id: i64,
        (order, holder): (&RunOrder, &Holder),
        decide: impl FnOnce(&PlanningState) -> Option<SchedulePlan> + Send,
    ) -> Result<Planned, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        interrupt_expired(&tx, self.database.held_runs(), now).await?;
        let query = format!("select {COLUMNS} from schedules where id = $1");
        let Some(schedule) = sql::row(&tx, &query, [schedule_id.into()]).await? else {
            return Ok(Planned::Nothing);
        };
        let state = state_of(&tx, schedule, now).await?;
        let planned = match decide(&state) {
            Some(plan) => write(&tx, &state, plan, (order, holder)).await?,
            None => Planned::Nothing,
        };
        match planned {
            Planned::Overtaken => tx.rollback().await?,
            _ => tx.commit().await?,
        }
        Ok(planned)
    }
}

/// What a plan for this schedule is based on.
pub(in crate::store) async fn state_of(
    tx: &DatabaseTransaction,
    schedule: ScheduleRow,
    now: DateTime<Utc>,
) -> Result<PlanningState, StoreError> {
    let active_run = active_run(tx).await?;
    let last_started: Option<Option<DateTime<Utc>>> =
        sql::value(tx, &format!("select max(started_at) from sync_runs where {SYNC}"), []).await?;
    Ok(PlanningState { schedule, active_run, last_started: last_started.flatten(), now })
}

async fn write(
    tx: &DatabaseTransaction,
    state: &PlanningState,
    plan: SchedulePlan,
    (order, holder): (&RunOrder, &Holder),
) -> Result<Planned, StoreError> {
    let ScheduleRow { id: schedule_id, enabled, interval_seconds, next_due, .. } = state.schedule;
    let swapped = sql::execute(
        tx,
        "update schedules set next_due = $1, updated_at = $2
         where id = $3 and next_due is not distinct from $4 and enabled = $5 and interval_seconds = $6",
        [
            plan.next_due.into(),
            state.now.into(),
            schedule_id.into(),
            next_due.into(),
            enabled.into(),
            interval_seconds.into(),
        ],
    )
    .await?;
    if swapped == 0 {
        return Ok(Planned::Overtaken);
    }
    let mut skips = plan.skips;
    let mut started = None;
    if let Some(slot) = plan.run_slot {
        match claim(tx, order, holder, Some((schedule_id, slot)), state.now).await? {
            Claim::Started(handle) => started = Some(handle),
            // Somebody has started a run since the state was read.
            Claim::Busy(run_id) => skips.push(SlotSkip {
                first: slot,
                last: slot,
                slots: 1,
                reason: SkipReason::AlreadyRunning,
                run_id: Some(run_id),
            }),
        }
    }
    for skip in &skips {
        record(tx, schedule_id, skip, state.now).await?;
    }
    Ok(Planned::Written { started, skips })
}

/// Records slots of a schedule that start no run.
pub(in crate::store) async fn record(
    tx: &DatabaseTransaction,
    schedule_id: i64,
    skip: &SlotSkip,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql::execute(
        tx,
        "insert into schedule_decisions
             (schedule_id, first_slot, last_slot, slots, reason, run_id, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        [
            schedule_id.into(),
            skip.first.into(),
            skip.last.into(),
            skip.slots.cast_signed().into(),
            skip.reason.as_str().into(),
            skip.run_id.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}
