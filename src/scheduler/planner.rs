//! The planner: looks at the schedule once a beat, and writes what `decide` says.

use std::time::Duration;

use app::model::{PerformanceSettings, SyncMode, SyncType};
use chrono::TimeDelta;
use uuid::Uuid;

use super::{
    decide::{Outcome, Plan, Situation, SkipReason, decide},
    error::SchedulerError,
    runner::{RunOrder, Runner},
    schedule::{Every, Schedule},
    settings::Settings,
};
use crate::store::{
    Database, NewRun, Planned, PlannedRun, PlanningState, SchedulePlan, ScheduleRow, ScheduleSetting,
    SlotSkip, StoreError,
};
use crate::sync::Selection;

/// How long one look may take. The database has then not answered; the next beat tries again.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Plans the slots of the schedule, and changes it; cheap to clone.
#[derive(Clone)]
pub struct Planner {
    database: Database,
    runner: Runner,
    settings: Settings,
}

impl Planner {
    /// A planner that has `runner` carry out what is due.
    pub fn new(database: Database, runner: Runner, settings: Settings) -> Self {
        Self { database, runner, settings }
    }

    /// To be called once at start: ends runs of dead processes, and sets the schedule up as the file says.
    pub async fn set_up(&self) -> Result<(), SchedulerError> {
        self.database.recover_runs().await?;
        self.settings.import_performance().await?;
        let (setting, wins) = self.settings.initial_schedule()?;
        let created = self.database.create_schedule(setting).await?;
        if !created && wins {
            self.store_setting(|_| setting).await?;
        }
        Ok(())
    }

    /// One look: settles every slot that is due, and starts a run where one is to start; where none is, what webhooks
    /// asked for is fetched.
    pub async fn tick(&self) -> Result<Planned, SchedulerError> {
        let look = tokio::time::timeout(TIME_LIMIT, self.look());
        let (planned, order, settings) = look.await.map_err(|_| SchedulerError::TimeLimit)??;
        if let Planned::Written { started, skips } = &planned {
            for skip in skips {
                tracing::info!(reason = skip.reason, slots = skip.slots, last = %skip.last, "slots skipped");
            }
            if let Some(handle) = started {
                tracing::info!(run = handle.run_id, "scheduled run");
                self.runner.launch(handle.clone(), order, settings);
            }
        }
        if planned == Planned::Nothing {
            let refetch = tokio::time::timeout(TIME_LIMIT, self.refetch());
            refetch.await.map_err(|_| SchedulerError::TimeLimit)??;
        }
        Ok(planned)
    }

    /// Fetches what webhooks asked for, unless a run was faster.
    async fn refetch(&self) -> Result<(), SchedulerError> {
        if !self.database.refetch_is_due().await? {
            return Ok(());
        }
        self.database.forget_old_refetches().await?;
        let order = RunOrder {
            sync_type: SyncType::Webhook,
            initiated_by: "webhook".to_owned(),
            mode: SyncMode::Refetch,
            selection: Selection::default(),
            by_hand: false,
        };
        self.runner.start(order).await?;
        Ok(())
    }

    /// Saves switch and interval, in the file where that is the truth and in the schedule's row, or in neither.
    /// The next slot lies one interval from now; an unchanged schedule keeps its slots.
    pub async fn change(
        &self,
        change: impl Fn(ScheduleSetting) -> ScheduleSetting + Send + Sync,
    ) -> Result<(), SchedulerError> {
        let before = self.database.schedule().await?.map(|row| row.setting());
        let before =
            before.ok_or(StoreError::Value { table: "schedules", reason: "no schedule".to_owned() })?;
        let file = self.settings.save_schedule(change(before))?;
        if let Err(error) = self.store_setting(&change).await {
            self.settings.restore(file)?;
            return Err(error);
        }
        Ok(())
    }

    /// What was planned, and what a started run goes by.
    async fn look(&self) -> Result<(Planned, RunOrder, PerformanceSettings), SchedulerError> {
        let mut order = RunOrder {
            sync_type: SyncType::Scheduled,
            initiated_by: "scheduler".to_owned(),
            mode: SyncMode::Incremental,
            selection: Selection::default(),
            by_hand: false,
        };
        self.database.recover_runs().await?;
        if !self.database.slot_is_due().await? {
            return Ok((Planned::Nothing, order, PerformanceSettings::default()));
        }
        let settings = self.settings.performance().await?;
        if self.database.census_is_due(TimeDelta::hours(settings.census_hours.into())).await? {
            order.mode = SyncMode::Census;
        }
        let run = self.runner.new_run(&order, &settings);
        Ok((self.database.plan(|state| settle(state, run)).await?, order, settings))
    }

    /// Changes the row. Slots that are due get their outcome under the old setting first.
    async fn store_setting(
        &self,
        change: impl Fn(ScheduleSetting) -> ScheduleSetting + Send + Sync,
    ) -> Result<(), SchedulerError> {
        loop {
            self.tick().await?;
            let mut unchanged = false;
            let planned = self
                .database
                .plan(|state| {
                    let due = state.schedule.next_due.is_some_and(|due| due <= state.now);
                    let setting = change(state.schedule.setting());
                    unchanged = setting == state.schedule.setting();
                    (!due && !unchanged).then(|| changed(state, setting))
                })
                .await?;
            if unchanged || matches!(planned, Planned::Written { .. }) {
                return Ok(());
            }
        }
    }
}

/// The plan for the slots that are due; None when none is.
fn settle(state: &PlanningState, run: NewRun) -> Option<SchedulePlan> {
    let situation = Situation {
        windows: &[],
        active_run: state.active_run.as_deref().map(|id| Uuid::parse_str(id).unwrap_or_default()),
        last_sync: state.last_started,
    };
    let plan = decide(&schedule_of(&state.schedule), &situation, state.now);
    if plan.is_empty() {
        return None;
    }
    if plan.clock_went_back {
        tracing::warn!("the database's clock went back; the schedule begins anew");
    }
    Some(SchedulePlan {
        setting: state.schedule.setting(),
        next_due: plan.next_due,
        skips: skips(&plan),
        run: plan.run_slot().map(|slot| PlannedRun { slot, run }),
    })
}

/// The plan that changes nothing but the setting and the grid.
fn changed(state: &PlanningState, setting: ScheduleSetting) -> SchedulePlan {
    let row = ScheduleRow {
        enabled: setting.enabled,
        interval_seconds: setting.interval_seconds,
        ..state.schedule
    };
    let next_due = schedule_of(&row).rescheduled(state.now).next_due;
    SchedulePlan { setting, next_due, skips: Vec::new(), run: None }
}

fn skips(plan: &Plan) -> Vec<SlotSkip> {
    let skip = |decision: &super::decide::Decision| match decision.outcome {
        Outcome::Run { .. } => None,
        Outcome::Skip { reason } => Some(SlotSkip {
            first: decision.slots.first,
            last: decision.slots.last,
            slots: decision.slots.count,
            reason: reason.name(),
            run_id: match reason {
                SkipReason::AlreadyRunning { run_id } => Some(run_id.to_string()),
                _ => None,
            },
        }),
    };
    plan.decisions.iter().filter_map(skip).collect()
}

fn schedule_of(row: &ScheduleRow) -> Schedule {
    let seconds = |stored: i64| u32::try_from(stored.max(0)).unwrap_or(u32::MAX);
    Schedule {
        id: row.id,
        enabled: row.enabled,
        every: Every::Interval { seconds: seconds(row.interval_seconds) },
        min_gap_seconds: seconds(row.min_gap_seconds),
        next_due: row.next_due,
        pause: None,
    }
}
