//! The planner: once per beat it looks at every schedule that is due, and records what `decide` returns. The next slot
//! is the only part of a schedule that it changes.

use std::time::Duration;

use app::model::{SyncMode, SyncType};
use chrono::TimeDelta;

use super::{decide::decide, error::SchedulerError, rows};
use crate::runs::Runner;
use crate::settings::Settings;
use crate::store::{Database, Planned, PlanningState, RunOrder, SchedulePlan, ScheduleRow, Selection};

/// How long one step may take. If it takes longer, the database does not respond, and the next beat tries again.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// A server without an enabled site leaves due slots alone for this long: another server may have a site and start the
/// run.
const LEFT_TO_OTHERS: TimeDelta = TimeDelta::seconds(30);

/// Plans the slots of schedules and claims their runs; cheap to clone.
#[derive(Clone)]
pub struct Planner {
    database: Database,
    runner: Runner,
    settings: Settings,
}

impl Planner {
    /// A planner that passes due runs to `runner`.
    pub fn new(database: Database, runner: Runner, settings: Settings) -> Self {
        Self { database, runner, settings }
    }

    /// One beat: decides on every due slot, and starts runs. If none is started, the issues that webhooks named are
    /// fetched. Returns the result for each due schedule, the longest due first. While no site is enabled, slots pass
    /// without a run and without a record.
    ///
    /// # Errors
    ///
    /// The first error of a schedule that could not be planned. The others are planned nevertheless.
    pub async fn tick(&self) -> Result<Vec<Planned>, SchedulerError> {
        let has_site = in_time(async { Ok(self.runner.has_site().await) }).await?;
        let mut planned = Vec::new();
        let mut failed = None;
        for schedule in in_time(self.due()).await? {
            match self.start_due(&schedule, has_site).await {
                Ok(done) => planned.push(done),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if has_site && planned.iter().all(|planned| *planned == Planned::Nothing) {
            in_time(self.refetch()).await?;
        }
        Ok(planned)
    }

    async fn due(&self) -> Result<Vec<ScheduleRow>, SchedulerError> {
        self.database.runs().recover().await?;
        Ok(self.database.schedules().due().await?)
    }

    /// Decides on the due slots of one schedule, and starts the run if there is one.
    async fn start_due(&self, schedule: &ScheduleRow, has_site: bool) -> Result<Planned, SchedulerError> {
        let (planned, order) = in_time(self.plan(schedule, has_site)).await?;
        if let Planned::Written { started, skips } = &planned {
            for skip in skips {
                tracing::info!(
                    schedule = schedule.name, reason = skip.reason.as_str(), slots = skip.slots, last = %skip.last,
                    "slots skipped"
                );
            }
            if let Some(handle) = started {
                tracing::info!(schedule = schedule.name, run_id = %handle.run_id, "scheduled run started");
                self.runner.launch(*handle, order);
            }
        }
        Ok(planned)
    }

    /// The stored plan, and the order of the run that it may have started.
    async fn plan(
        &self,
        schedule: &ScheduleRow,
        has_site: bool,
    ) -> Result<(Planned, RunOrder), SchedulerError> {
        let settings = self.settings.performance().await?;
        let selection = schedule.selection()?;
        // A census of some projects does not replace the daily one.
        let every = TimeDelta::hours(settings.census_hours.into());
        let census = selection.is_whole() && self.database.schedules().census_is_due(every).await?;
        let order = RunOrder {
            sync_type: SyncType::Scheduled,
            initiated_by: "scheduler".to_owned(),
            mode: if census { SyncMode::Census } else { SyncMode::Incremental },
            selection,
            settings,
            by_hand: false,
        };
        let run = (&order, self.runner.holder());
        let decide = if has_site { slots_due } else { slots_passed };
        let planned = self.database.schedules().plan(schedule.id, run, decide).await?;
        Ok((planned, order))
    }

    /// Fetches the issues that webhooks named, unless another run was started first.
    async fn refetch(&self) -> Result<(), SchedulerError> {
        if !self.database.refetches().is_due().await? {
            return Ok(());
        }
        self.database.refetches().forget_old().await?;
        let order = RunOrder {
            sync_type: SyncType::Webhook,
            initiated_by: "webhook".to_owned(),
            mode: SyncMode::Refetch,
            selection: Selection::default(),
            settings: self.settings.performance().await?,
            by_hand: false,
        };
        self.runner.start(order).await?;
        Ok(())
    }
}

async fn in_time<T>(step: impl Future<Output = Result<T, SchedulerError>>) -> Result<T, SchedulerError> {
    tokio::time::timeout(TIME_LIMIT, step).await.map_err(|_| SchedulerError::TimeLimit)?
}

/// The plan for the due slots; None if there is nothing to do.
fn slots_due(state: &PlanningState) -> Option<SchedulePlan> {
    let plan = decide(&rows::schedule(&state.schedule), &rows::situation(state), state.now);
    if plan.is_empty() {
        return None;
    }
    if plan.clock_went_back {
        tracing::warn!("the database's clock went back; the schedule starts over");
    }
    Some(SchedulePlan { next_due: plan.next_due, skips: rows::skips(&plan), run_slot: plan.run_slot() })
}

/// The plan while no site is enabled: the due slots pass, so that none counts as missed once there is a site.
fn slots_passed(state: &PlanningState) -> Option<SchedulePlan> {
    if state.schedule.next_due.is_some_and(|due| state.now - due < LEFT_TO_OTHERS) {
        return None;
    }
    let plan = slots_due(state)?;
    Some(SchedulePlan { skips: Vec::new(), run_slot: None, ..plan })
}
