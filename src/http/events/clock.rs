use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use app::model::Timestamp;
use chrono::{DateTime, SecondsFormat, Utc};

/// The services' clock, which is the database's: the time of the last poll plus what has passed since.
///
/// Browsers set their own clocks by the time in an event, and an event may be sent long after it was published.
#[derive(Default)]
pub(super) struct ServerClock {
    set: Mutex<Option<(DateTime<Utc>, Instant)>>,
}

impl ServerClock {
    /// Sets the clock to a time that was read just now.
    pub(super) fn set(&self, server_time: &Timestamp) {
        if let Ok(time) = DateTime::parse_from_rfc3339(&server_time.0) {
            *self.set.lock().unwrap_or_else(PoisonError::into_inner) = Some((time.to_utc(), Instant::now()));
        }
    }

    /// None before the first poll.
    pub(super) fn now(&self) -> Option<Timestamp> {
        let (time, at) = (*self.set.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some(after(time, at.elapsed()))
    }
}

fn after(time: DateTime<Utc>, elapsed: Duration) -> Timestamp {
    Timestamp((time + elapsed).to_rfc3339_opts(SecondsFormat::Millis, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_between_polls() {
        let clock = ServerClock::default();
        assert_eq!(clock.now(), None);
        clock.set(&Timestamp("2026-01-01T00:00:00.500+01:00".to_owned()));
        assert!(clock.now().unwrap() >= Timestamp("2025-12-31T23:00:00.500+00:00".to_owned()));
        let polled = DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").unwrap().to_utc();
        assert_eq!(after(polled, Duration::from_millis(33_250)).0, "2026-01-01T00:00:33.250+00:00");
    }
}
