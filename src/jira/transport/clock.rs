//! Jira's clock, as its answers tell it.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// The last `Date` header and when it arrived. Watermarks are taken from this clock, so that a server whose
/// own clock is wrong neither misses changes nor fetches the same ones for ever.
#[derive(Debug, Default)]
pub(crate) struct ServerClock(Mutex<Option<(DateTime<Utc>, Instant)>>);

impl ServerClock {
    pub(crate) fn set(&self, date: DateTime<Utc>, received: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, received));
    }

    /// Jira's time now: the last `Date` plus what has passed since. `None` before the first answer.
    pub(crate) fn now(&self, at: Instant) -> Option<DateTime<Utc>> {
        let (date, received) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let elapsed = TimeDelta::from_std(at.saturating_duration_since(received)).ok()?;
        date.checked_add_signed(elapsed)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_last_date_header_runs_on() {
        let clock = ServerClock::default();
        let start = Instant::now();
        assert_eq!(clock.now(start), None);
        let date = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        clock.set(date, start);
        assert_eq!(clock.now(start + Duration::from_secs(90)), Some(date + TimeDelta::seconds(90)));
    }
}
