//! The one gate of a site: when Jira tells one request to wait, all of them wait.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::time::Instant;

/// Jira asked this site's requests to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// When requests go on, by this machine's clock.
    pub until: DateTime<Utc>,
    /// Why, in words for people.
    pub reason: String,
}

#[derive(Debug, Clone)]
struct Closed {
    until: Instant,
    waiting: Waiting,
}

/// Open, or closed until a moment. Closing again only ever prolongs.
#[derive(Debug)]
pub(crate) struct Gate {
    closed: Mutex<Option<Closed>>,
    announced: watch::Sender<Option<Waiting>>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { closed: Mutex::default(), announced: watch::Sender::new(None) }
    }

    /// Closes the gate for `time` from `now`; returns by how much that prolongs the wait.
    pub(crate) fn close(&self, time: Duration, reason: &str, now: Instant) -> Duration {
        let mut closed = self.lock();
        let open_at = closed.as_ref().map_or(now, |closed| closed.until.max(now));
        let until = now + time;
        let prolonged = until.saturating_duration_since(open_at);
        if !prolonged.is_zero() {
            let time = TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
            let wall = Utc::now().checked_add_signed(time).unwrap_or(DateTime::<Utc>::MAX_UTC);
            let waiting = Waiting { until: wall, reason: reason.to_owned() };
            self.announced.send_replace(Some(waiting.clone()));
            *closed = Some(Closed { until, waiting });
        }
        prolonged
    }

    /// Returns at once while the gate is open, and otherwise when it opens.
    pub(crate) async fn pass(&self) {
        while let Some(until) = self.closed_until(Instant::now()) {
            tokio::time::sleep_until(until).await;
        }
    }

    /// Until when the gate is closed; opens it when its time has come.
    pub(crate) fn closed_until(&self, now: Instant) -> Option<Instant> {
        let mut closed = self.lock();
        let until = closed.as_ref()?.until;
        if until > now {
            return Some(until);
        }
        *closed = None;
        self.announced.send_replace(None);
        None
    }

    /// Whether requests wait at `now`, and until when.
    pub(crate) fn waiting(&self, now: Instant) -> Option<Waiting> {
        self.closed_until(now)?;
        self.lock().as_ref().map(|closed| closed.waiting.clone())
    }

    /// Tells of every closing and opening. `None` = open.
    pub(crate) fn subscribe(&self) -> watch::Receiver<Option<Waiting>> {
        self.announced.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Closed>> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_latest_moment_asked_for_counts() {
        let gate = Gate::new();
        let start = Instant::now();
        assert_eq!(gate.closed_until(start), None);
        assert_eq!(gate.close(seconds(27), "asked", start), seconds(27));
        assert_eq!(gate.close(seconds(5), "shorter", start), Duration::ZERO);
        assert_eq!(gate.close(seconds(29), "longer", start + seconds(1)), seconds(3));
        assert_eq!(gate.waiting(start).map(|waiting| waiting.reason).as_deref(), Some("longer"));
        assert_eq!(gate.closed_until(start + seconds(29)), Some(start + seconds(30)));
        assert_eq!(gate.closed_until(start + seconds(30)), None);
        assert_eq!(gate.close(seconds(1), "again", start + seconds(40)), seconds(1));
    }

    #[test]
    fn closing_and_opening_are_announced() {
        let gate = Gate::new();
        let mut news = gate.subscribe();
        let start = Instant::now();
        gate.close(seconds(1), "asked", start);
        assert!(news.has_changed().unwrap());
        assert!(news.borrow_and_update().is_some());
        assert_eq!(gate.waiting(start + seconds(1)), None);
        assert!(news.has_changed().unwrap());
        assert!(news.borrow_and_update().is_none());
    }
}
