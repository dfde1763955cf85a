//! The one gate of a site: when Jira tells one request to wait, all of them wait.

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
    closed: std::sync::Mutex<Option<Closed>>,
    announced: watch::Sender<Option<Waiting>>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { closed: std::sync::Mutex::default(), announced: watch::Sender::new(None) }
    }

    /// Closes the gate for `time` from now; returns by how much that prolongs the wait.
    pub(crate) fn close(&self, time: Duration, reason: &str) -> Duration {
        let now = Instant::now();
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
        while let Some(until) = self.closed_until() {
            tokio::time::sleep_until(until).await;
        }
    }

    /// Whether requests wait at this moment, and until when.
    pub(crate) fn waiting(&self) -> Option<Waiting> {
        self.closed_until()?;
        self.lock().as_ref().map(|closed| closed.waiting.clone())
    }

    /// Whether a request that holds a permit may be sent.
    pub(crate) fn is_open(&self) -> bool {
        self.closed_until().is_none()
    }

    /// Tells of every closing and opening. `None` = open.
    pub(crate) fn subscribe(&self) -> watch::Receiver<Option<Waiting>> {
        self.announced.subscribe()
    }

    /// Opens the gate when its time has come.
    fn closed_until(&self) -> Option<Instant> {
        let mut closed = self.lock();
        let until = closed.as_ref()?.until;
        if until > Instant::now() {
            return Some(until);
        }
        *closed = None;
        self.announced.send_replace(None);
        None
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Closed>> {
        self.closed.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn everyone_waits_until_the_latest_moment_asked_for() {
        let gate = Gate::new();
        let start = Instant::now();
        gate.pass().await;
        assert_eq!(start.elapsed(), Duration::ZERO);

        assert_eq!(gate.close(Duration::from_secs(27), "asked"), Duration::from_secs(27));
        assert_eq!(gate.close(Duration::from_secs(5), "shorter"), Duration::ZERO);
        assert_eq!(gate.close(Duration::from_secs(30), "longer"), Duration::from_secs(3));
        assert_eq!(gate.waiting().map(|waiting| waiting.reason).as_deref(), Some("longer"));
        tokio::join!(gate.pass(), gate.pass(), gate.pass());
        assert_eq!(start.elapsed(), Duration::from_secs(30));
    }

    #[tokio::test(start_paused = true)]
    async fn closing_and_opening_are_announced() {
        let gate = Gate::new();
        let mut news = gate.subscribe();
        gate.close(Duration::from_secs(1), "asked");
        news.changed().await.unwrap();
        assert!(news.borrow_and_update().is_some());
        gate.pass().await;
        news.changed().await.unwrap();
        assert!(news.borrow_and_update().is_none());
        assert_eq!(gate.waiting(), None);
    }
}
