//! Decides from a schedule and the time what happens now.
//!
//! Every due slot ends in exactly one recorded outcome, a run or a skip with its reason, so `slots = runs + skips`
//! holds for every schedule. If several slots are due (the process was down), all but the last are `missed`, in one
//! row, and the last one decides whether a run starts.

mod slots;

use app::model::SkipReason;
use chrono::{DateTime, TimeDelta, Utc};

use super::schedule::{Every, MaintenanceWindow, Schedule};
use crate::store::RunId;
use slots::DueSlots;
pub use slots::SlotRange;

/// What the planner knows in addition to the schedule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation<'a> {
    /// The maintenance windows that may be open now.
    pub windows: &'a [MaintenanceWindow],
    /// The run that is active now, whoever started it.
    pub active_run: Option<RunId>,
    /// When the last sync was started, by anyone. Measured from its start: a run that takes longer than the gap must
    /// not cost the next slot.
    pub last_sync: Option<DateTime<Utc>>,
}

/// What to write in one transaction: swap `next_due` from `expected` to `next_due`, and record the decisions. If the
/// swap finds another value, another planner was first: write nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The schedule's row.
    pub schedule_id: i64,
    /// `next_due` when the plan was made.
    pub expected: Option<DateTime<Utc>>,
    /// The new `next_due`, on the grid. None: there is no further slot. It is after now, except for a cron backlog of
    /// more than 50,000 slots, which the next plans continue to settle.
    pub next_due: Option<DateTime<Utc>>,
    /// Oldest first, at most one of them a run.
    pub decisions: Vec<Decision>,
    /// The clock went back by more than a step, so a new grid begins. Worth a log line.
    pub clock_went_back: bool,
}

/// One row of `schedule_decisions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The slots this row stands for.
    pub slots: SlotRange,
    /// Their outcome.
    pub outcome: Outcome,
}

/// The outcome of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A run starts now.
    Run {
        /// How many missed slots it makes up for, in addition to its own.
        catches_up: u64,
    },
    /// No run.
    Skip { reason: SkipReason, blocker: Option<Blocker> },
}

/// What prevented a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// The run that was active.
    Run(RunId),
    /// The maintenance window that was open, by its id.
    Window(i64),
}

impl Outcome {
    fn skip(reason: SkipReason) -> Self {
        Self::Skip { reason, blocker: None }
    }
}

impl Plan {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.next_due == self.expected
    }

    /// Whether a run starts now, and for which slot.
    pub fn run_slot(&self) -> Option<DateTime<Utc>> {
        self.decisions
            .iter()
            .find(|decision| matches!(decision.outcome, Outcome::Run { .. }))
            .map(|decision| decision.slots.last)
    }

    /// The same plan without a run: the schedule is being changed, and the slot that would have run belongs to the old
    /// one.
    #[must_use]
    pub fn superseded(mut self) -> Self {
        for decision in &mut self.decisions {
            if let Outcome::Run { .. } = decision.outcome {
                decision.outcome = Outcome::skip(SkipReason::Superseded);
            }
        }
        self
    }
}

/// Decides what happens at `now`.
///
/// A schedule without `next_due` gets its first slot one step from now. For a disabled schedule, due slots are recorded
/// and there is no next slot; enabling it begins a new grid.
///
/// A clock that goes back repeats no slot: the schedule waits for `next_due`. An interval that would have to wait for
/// more than two steps begins a new grid instead, which shares no slot with the old one.
pub fn decide(schedule: &Schedule, situation: &Situation<'_>, now: DateTime<Utc>) -> Plan {
    let mut plan = Plan {
        schedule_id: schedule.id,
        expected: schedule.next_due,
        next_due: schedule.next_due,
        decisions: Vec::new(),
        clock_went_back: false,
    };
    match schedule.next_due {
        None if schedule.enabled => plan.next_due = schedule.every.first_after(now),
        None => {}
        Some(due) if due <= now => {
            let due = DueSlots::until(now, due, &schedule.every);
            plan.next_due = due.next.filter(|_| schedule.enabled);
            plan.decisions = outcomes(schedule, situation, &due, now);
        }
        Some(_) if !schedule.enabled => plan.next_due = None,
        Some(due) => {
            if let Some(restart) = restart_after_clock_jump(&schedule.every, due, now) {
                plan.next_due = Some(restart);
                plan.clock_went_back = true;
            }
        }
    }
    plan
}

/// The rows for due slots.
fn outcomes(
    schedule: &Schedule,
    situation: &Situation<'_>,
    due: &DueSlots,
    now: DateTime<Utc>,
) -> Vec<Decision> {
    let skipped = |slots, reason| Decision { slots, outcome: Outcome::skip(reason) };
    if !schedule.enabled {
        let all = due.all().map(|slots| skipped(slots, SkipReason::Disabled));
        return all.into_iter().collect();
    }
    let missed = due.earlier.map(|slots| skipped(slots, SkipReason::Missed));
    let last = due.last.map(|slot| {
        let slots = SlotRange::one(slot);
        match obstacle(schedule, situation, now) {
            Some(outcome) => Decision { slots, outcome },
            None => Decision {
                slots,
                outcome: Outcome::Run { catches_up: due.earlier.map_or(0, |missed| missed.count) },
            },
        }
    });
    missed.into_iter().chain(last).collect()
}

/// What prevents a run at `now`. Things that people set (a pause, a maintenance window) take precedence over
/// circumstances.
fn obstacle(schedule: &Schedule, situation: &Situation<'_>, now: DateTime<Utc>) -> Option<Outcome> {
    if schedule.paused(now) {
        return Some(Outcome::skip(SkipReason::Paused));
    }
    if let Some(window) = situation.windows.iter().find(|window| window.contains(now)) {
        let blocker = Some(Blocker::Window(window.id));
        return Some(Outcome::Skip { reason: SkipReason::MaintenanceWindow, blocker });
    }
    if let Some(run_id) = situation.active_run {
        let blocker = Some(Blocker::Run(run_id));
        return Some(Outcome::Skip { reason: SkipReason::AlreadyRunning, blocker });
    }
    let gap = TimeDelta::try_seconds(schedule.min_gap_seconds).unwrap_or(TimeDelta::MAX);
    // `abs`: after the clock went back, a sync from the future must not block slots until then.
    let too_recent = situation.last_sync.is_some_and(|last| (now - last).abs() < gap);
    too_recent.then_some(Outcome::skip(SkipReason::TooRecent))
}

/// A first slot that is not on the old grid, so that no slot of the old grid comes twice.
fn restart_after_clock_jump(every: &Every, due: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let step = every.step()?;
    if due - now <= step * 2 {
        return None;
    }
    let first = every.first_after(now)?;
    let on_old_grid = (due - first).num_milliseconds() % step.num_milliseconds() == 0;
    Some(if on_old_grid { first + TimeDelta::seconds(1) } else { first })
}

#[cfg(test)]
mod tests;
