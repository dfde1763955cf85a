//! Converts stored rows to the types of the pure half, and its decisions to stored ones.

use chrono::{DateTime, Utc};

use super::{
    decide::{Blocker, Decision, Outcome, Plan, Situation},
    schedule::{Every, Schedule},
};
use crate::store::{PlanningState, ScheduleRow, ScheduleSetting, SlotSkip};

/// The schedule that a row describes.
pub(super) fn schedule(row: &ScheduleRow) -> Schedule {
    Schedule {
        id: row.id,
        enabled: row.enabled,
        every: Every::Interval { seconds: row.interval_seconds },
        min_gap_seconds: row.min_gap_seconds,
        next_due: row.next_due,
        pause: None,
    }
}

/// The next slots of a schedule, whether or not something will prevent their runs.
pub fn upcoming(row: &ScheduleRow) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    let every = schedule(row).every;
    std::iter::successors(row.next_due, move |due| every.first_after(*due))
}

/// The same if the schedule were changed to this setting now.
pub fn upcoming_after_change(
    row: &ScheduleRow,
    setting: ScheduleSetting,
    now: DateTime<Utc>,
) -> impl Iterator<Item = DateTime<Utc>> {
    let changed = changed(row, setting);
    let next_due = schedule(&changed).rescheduled(now).next_due;
    upcoming(&ScheduleRow { next_due, ..changed })
}

/// The schedule with another setting.
pub(super) fn changed(row: &ScheduleRow, setting: ScheduleSetting) -> ScheduleRow {
    let ScheduleSetting { enabled, interval_seconds } = setting;
    ScheduleRow { enabled, interval_seconds, ..row.clone() }
}

/// What is known in addition to the schedule.
pub(super) fn situation(state: &PlanningState) -> Situation<'static> {
    Situation { windows: &[], active_run: state.active_run, last_sync: state.last_started }
}

/// The slots of a plan that start no run.
pub(super) fn skips(plan: &Plan) -> Vec<SlotSkip> {
    let skip = |decision: &Decision| match decision.outcome {
        Outcome::Run { .. } => None,
        Outcome::Skip { reason, blocker } => Some(SlotSkip {
            first: decision.slots.first,
            last: decision.slots.last,
            slots: decision.slots.count,
            reason,
            run_id: match blocker {
                Some(Blocker::Run(run_id)) => Some(run_id),
                _ => None,
            },
        }),
    };
    plan.decisions.iter().filter_map(skip).collect()
}
