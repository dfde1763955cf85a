//! The gate of a site: when Jira asks one request to wait, all requests wait.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::jira::error::JiraError;

/// A wait that Jira requested, which applies to all requests to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// When requests continue, by this machine's clock.
    pub until: DateTime<Utc>,
    /// Why, as shown to users.
    pub reason: String,
}

impl From<Waiting> for JiraError {
    fn from(Waiting { until, reason }: Waiting) -> Self {
        Self::Waiting { until, reason }
    }
}

/// The reason to show while requests wait for `time` after Jira asked for `asked`.
pub(crate) fn reason_to_wait(asked: Duration, time: Duration) -> String {
    if asked > time {
        return format!(
            "Jira asked to wait {}; jira-sync waits at most {}",
            duration_text(asked),
            duration_text(time)
        );
    }
    format!("Jira asked to wait {}", duration_text(time))
}

/// A duration in a suitable unit, such as `90 s`, `3 h` or `10 days`.
fn duration_text(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil() as u64;
    match seconds {
        0..=120 => format!("{seconds} s"),
        121..=7_200 => format!("{} min", seconds.div_ceil(60)),
        7_201..=259_200 => format!("{} h", seconds.div_ceil(3_600)),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}

#[derive(Clone, Debug)]
struct Closed {
    until: Instant,
    waiting: Waiting,
}

/// Open, or closed until some moment. Closing it again can only extend the time.
#[derive(Debug)]
pub(crate) struct Gate {
    closed: Mutex<Option<Closed>>,
    announced: watch::Sender<Option<Waiting>>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { closed: Mutex::default(), announced: watch::Sender::new(None) }
    }

    /// Closes the gate for `time` from `now`; returns by how much this extends the wait.
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
    ///
    /// # Errors
    ///
    /// If the gate stays closed for longer than `longest`.
    pub(crate) async fn pass(&self, longest: Duration) -> Result<(), Waiting> {
        let mut news = self.subscribe();
        loop {
            news.mark_unchanged();
            let now = Instant::now();
            let Some(until) = self.closed_until(now) else { return Ok(()) };
            self.check(longest, now)?;
            tokio::select! {
                () = tokio::time::sleep_until(until) => {}
                _ = news.changed() => {}
            }
        }
    }

    /// Whether the gate opens in time.
    ///
    /// # Errors
    ///
    /// If it stays closed for longer than `longest`.
    pub(crate) fn check(&self, longest: Duration, now: Instant) -> Result<(), Waiting> {
        match self.closed_until(now).filter(|until| *until - now > longest) {
            Some(_) => self.waiting(now).map_or(Ok(()), Err),
            None => Ok(()),
        }
    }

    /// Until when the gate is closed. Opens it if that time has passed.
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

    /// Reports every closing and opening. `None` = open.
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
    fn longest_wait_counts() {
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

    #[tokio::test]
    async fn pass_fails_at_once_when_the_wait_becomes_too_long() {
        let gate = Gate::new();
        gate.close(seconds(20), "short", Instant::now());
        let (passed, _) = tokio::join!(gate.pass(seconds(60)), async {
            tokio::task::yield_now().await;
            gate.close(seconds(3600), "long", Instant::now())
        });
        assert_eq!(passed.unwrap_err().reason, "long");
        assert_eq!(gate.check(seconds(7200), Instant::now()), Ok(()));
    }

    #[test]
    fn reason_names_the_wait_and_its_limit() {
        assert_eq!(reason_to_wait(seconds(1), seconds(1)), "Jira asked to wait 1 s");
        assert_eq!(reason_to_wait(seconds(1), seconds(2)), "Jira asked to wait 2 s");
        assert_eq!(reason_to_wait(seconds(10_800), seconds(10_800)), "Jira asked to wait 3 h");
        let reason = reason_to_wait(seconds(315_360_000), seconds(86_400));
        assert_eq!(reason, "Jira asked to wait 3650 days; jira-sync waits at most 24 h");
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
