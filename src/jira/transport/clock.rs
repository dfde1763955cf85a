//! Jira's clock, as reported by its responses.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// The last `Date` header and when it arrived. Watermarks use this clock, so that an error of Jira's or this machine's
/// clock neither misses changes nor fetches the same ones forever.
#[derive(Debug, Default)]
pub(crate) struct ServerClock(Mutex<Option<(DateTime<Utc>, Instant)>>);

impl ServerClock {
    pub(crate) fn set(&self, date: DateTime<Utc>, received: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, received));
    }

    /// Jira's current time: the last `Date` plus the time since. `None` before the first response.
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
    fn clock_continues_from_the_last_date_header() {
        let clock = ServerClock::default();
        let start = Instant::now();
        assert_eq!(clock.now(start), None);
        let date = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        clock.set(date, start);
        assert_eq!(clock.now(start + Duration::from_secs(90)), Some(date + TimeDelta::seconds(90)));
    }
}
