use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use chrono::{DateTime, TimeDelta, Utc};

/// A site's clock, which can be advanced.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Difference from the machine's clock, in milliseconds.
    ahead: AtomicI64,
    /// By how much it was advanced, in milliseconds.
    moved_on: AtomicI64,
}

impl Clock {
    pub(super) fn starting_at(at: Option<DateTime<Utc>>) -> Self {
        let ahead = at.map_or(0, |at| (at - Utc::now()).num_milliseconds());
        Self { ahead: ahead.into(), moved_on: 0.into() }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.ahead.load(Relaxed))
    }

    /// Milliseconds that have passed. Setting the clock back does not reduce them.
    pub(super) fn passed(&self) -> i64 {
        Utc::now().timestamp_millis() + self.moved_on.load(Relaxed)
    }

    pub(super) fn advance(&self, by: TimeDelta) {
        self.ahead.fetch_add(by.num_milliseconds(), Relaxed);
        self.moved_on.fetch_add(by.num_milliseconds().max(0), Relaxed);
    }
}
