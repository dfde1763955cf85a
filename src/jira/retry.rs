//! Whether and when a failed request is sent again.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::HeaderMap;

use super::Limits;
use super::wire::date;

/// No backoff grows beyond this.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// A request to wait for longer than this is an error: the next run is the better place to go on.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// What is known of a failed attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The `Retry-After` header.
    pub retry_after: Option<RetryAfter>,
    /// The `X-RateLimit-Reset` header.
    pub reset: Option<DateTime<Utc>>,
}

/// The ways in which an attempt fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// Jira answered with this status.
    Status(u16),
    /// No whole answer within the time limit.
    Timeout,
    /// No connection, or it broke.
    Connection,
    /// A good status whose body is cut off or is not what it should be.
    BadBody,
}

/// The two forms of `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds from now.
    Seconds(u64),
    /// At this moment of Jira's clock.
    At(DateTime<Utc>),
}

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Send it again after `after`; with `everyone`, all requests of the site wait that long.
    Retry {
        /// How long to wait.
        after: Duration,
        /// Whether Jira asked, so that it concerns the whole site.
        everyone: bool,
    },
    /// The failure stands.
    GiveUp,
}

impl Failure {
    /// A failure without any advice from Jira.
    pub fn new(kind: FailureKind) -> Self {
        Self { kind, retry_after: None, reset: None }
    }

    /// A failure with what the answer's headers advise.
    pub fn with_headers(kind: FailureKind, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        Self {
            kind,
            retry_after: text("retry-after").and_then(RetryAfter::parse),
            reset: text("x-ratelimit-reset").and_then(date::parse),
        }
    }

    fn may_pass(&self) -> bool {
        match self.kind {
            FailureKind::Status(status) => matches!(status, 408 | 429 | 502 | 503 | 504),
            FailureKind::Timeout | FailureKind::Connection | FailureKind::BadBody => true,
        }
    }

    /// The wait that Jira asks for.
    pub(crate) fn asked_at(&self, now: DateTime<Utc>) -> Option<Duration> {
        let from = |moment: DateTime<Utc>| (moment - now).to_std().unwrap_or_default();
        match self.retry_after {
            Some(RetryAfter::Seconds(seconds)) => Some(Duration::from_secs(seconds)),
            Some(RetryAfter::At(moment)) => Some(from(moment)),
            None => self.reset.map(from),
        }
    }
}

impl RetryAfter {
    /// Seconds (fractions rounded up) or an HTTP date.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(seconds) = text.parse::<f64>() {
            return (seconds >= 0.0).then_some(Self::Seconds(seconds.ceil() as u64));
        }
        DateTime::parse_from_rfc2822(text).ok().map(|moment| Self::At(moment.to_utc()))
    }
}

/// Decides after failed attempt number `attempt` (from 1). `now` is Jira's clock; `jitter` (0..1) spreads
/// requests that failed together.
pub fn decide(attempt: u32, failure: &Failure, limits: &Limits, now: DateTime<Utc>, jitter: f64) -> Decision {
    if attempt > limits.max_retries || !failure.may_pass() {
        return Decision::GiveUp;
    }
    let throttled = failure.kind == FailureKind::Status(429);
    let unavailable = failure.kind == FailureKind::Status(503);
    let asked = failure.asked_at(now).filter(|_| throttled || unavailable);
    if asked.is_some_and(|wait| wait > LONGEST_WAIT) {
        return Decision::GiveUp;
    }
    let backoff = backoff(attempt, limits.backoff_factor, jitter);
    let after = match asked {
        Some(wait) if throttled => wait.max(limits.rate_limit_pause),
        None if throttled => backoff.max(limits.rate_limit_pause),
        Some(wait) => wait.max(backoff),
        None => backoff,
    };
    Decision::Retry { after, everyone: throttled || asked.is_some() }
}

/// `factor` seconds, doubled with each attempt, and up to a quarter more by `jitter`.
fn backoff(attempt: u32, factor: f64, jitter: f64) -> Duration {
    let seconds = factor * f64::from(1_u32 << (attempt - 1).min(16)) * (1.0 + 0.25 * jitter);
    Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_BACKOFF).min(LONGEST_BACKOFF)
}

#[cfg(test)]
mod tests;
