//! The slots of a grid up to now. Those of an interval are counted without listing them.

use chrono::{DateTime, TimeDelta, Utc};

use crate::scheduler::schedule::Every;

/// How many cron slots one plan looks at. A longer backlog (a second-by-second expression after a long downtime) is
/// settled over several plans, so that none holds its transaction for long.
const MAX_CRON_SLOTS: u64 = 50_000;

/// Consecutive slots of one grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotRange {
    /// The earliest slot.
    pub first: DateTime<Utc>,
    /// The latest slot; equal to `first` when there is one.
    pub last: DateTime<Utc>,
    /// How many slots, both ends included; at least 1.
    pub count: u64,
}

/// The due slots, and the slot after them.
pub(super) struct DueSlots {
    /// All due slots but the last.
    pub(super) earlier: Option<SlotRange>,
    /// The last due slot; None if the backlog is longer than one plan may take.
    pub(super) last: Option<DateTime<Utc>>,
    /// The slot after these; None if the grid ends.
    pub(super) next: Option<DateTime<Utc>>,
}

impl SlotRange {
    /// A single slot.
    pub fn one(slot: DateTime<Utc>) -> Self {
        Self { first: slot, last: slot, count: 1 }
    }

    /// This range and the slot that follows it.
    fn and(self, slot: DateTime<Utc>) -> Self {
        Self { last: slot, count: self.count + 1, ..self }
    }
}

impl DueSlots {
    /// The due slots of a grid; `first` must not be after `now`.
    pub(super) fn until(now: DateTime<Utc>, first: DateTime<Utc>, every: &Every) -> Self {
        match every.step() {
            Some(step) => Self::of_interval(now, first, step),
            None => Self::of_cron(now, first, every),
        }
    }

    /// All due slots as one range.
    pub(super) fn all(&self) -> Option<SlotRange> {
        match (self.earlier, self.last) {
            (Some(earlier), Some(last)) => Some(earlier.and(last)),
            (earlier, last) => earlier.or(last.map(SlotRange::one)),
        }
    }

    fn of_interval(now: DateTime<Utc>, first: DateTime<Utc>, step: TimeDelta) -> Self {
        let seconds = step.num_seconds();
        let steps = (now - first).num_seconds() / seconds;
        let slot = |step| first + TimeDelta::seconds(step * seconds);
        Self {
            earlier: (steps > 0).then(|| SlotRange {
                first,
                last: slot(steps - 1),
                count: steps.unsigned_abs(),
            }),
            last: Some(slot(steps)),
            next: Some(slot(steps + 1)),
        }
    }

    fn of_cron(now: DateTime<Utc>, first: DateTime<Utc>, every: &Every) -> Self {
        let mut earlier: Option<SlotRange> = None;
        let mut last = first;
        for _ in 0..MAX_CRON_SLOTS {
            let next = every.first_after(last);
            if next.is_none_or(|next| now < next) {
                return Self { earlier, last: Some(last), next };
            }
            earlier = Some(earlier.map_or(SlotRange::one(last), |range| range.and(last)));
            last = next.unwrap_or(last);
        }
        Self { earlier, last: None, next: Some(last) }
    }
}
