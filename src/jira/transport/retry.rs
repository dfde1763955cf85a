//! Whether and when a failed request is retried.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::HeaderMap;

use crate::jira::wire::date;

/// Maximum backoff.
const MAX_BACKOFF: Duration = Duration::from_secs(60);
/// The longest wait that is granted, whatever the site asks for: a `Retry-After` of years is a mistake.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(24 * 3600);
/// Permanent server errors: not implemented (501), unsupported HTTP version (505), misconfiguration (506, 508, 510),
/// network sign-in required (511), invalid certificate (526).
const PERMANENT: [u16; 7] = [501, 505, 506, 508, 510, 511, 526];

/// A failed attempt.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The `Retry-After` header.
    pub retry_after: Option<RetryAfter>,
    /// The `X-RateLimit-Reset` header.
    pub reset: Option<DateTime<Utc>>,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The response had this status.
    Status(u16),
    /// No complete response within the time limit.
    Timeout,
    /// No connection, or it was lost.
    Connection,
    /// A successful status with a truncated or unexpected body.
    BadBody,
}

/// The two forms of `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryAfter {
    /// Seconds from now.
    Seconds(u64),
    /// A moment of Jira's clock.
    At(DateTime<Utc>),
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Retry after `after`; with `everyone`, all requests of the site wait that long.
    Retry {
        /// How long to wait.
        after: Duration,
        /// Whether Jira asked for the wait, which then applies to the whole site.
        everyone: bool,
    },
    /// Jira asks for a wait too long for a run: no requests are sent to the site for this long.
    Leave(Duration),
    /// Do not retry.
    GiveUp,
}

impl Failure {
    /// A failure without advice from Jira.
    pub(crate) fn new(kind: FailureKind) -> Self {
        Self { kind, retry_after: None, reset: None }
    }

    /// A failure with the advice in the response's headers.
    pub(crate) fn with_headers(kind: FailureKind, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        Self {
            kind,
            retry_after: text("retry-after").and_then(RetryAfter::parse),
            reset: text("x-ratelimit-reset").and_then(date::parse),
        }
    }

    fn is_retryable(&self) -> bool {
        match self.kind {
            // 425 is "too early"; Cloudflare, in front of Cloud and many other sites, adds 520 to 530.
            FailureKind::Status(500..=599) => !self.is_status(&PERMANENT),
            FailureKind::Status(_) => self.is_status(&[408, 425, 429]),
            FailureKind::Timeout | FailureKind::Connection | FailureKind::BadBody => true,
        }
    }

    /// Whether there was no response at all.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self.kind, FailureKind::Timeout | FailureKind::Connection)
    }

    /// Whether Jira, or a proxy in front of it, timed out.
    fn is_timeout(&self) -> bool {
        self.kind == FailureKind::Timeout || self.is_status(&[408, 504, 524])
    }

    /// Whether the requested data may be the cause: Jira or jira-sync cannot process it.
    fn may_be_content(&self) -> bool {
        self.kind == FailureKind::BadBody || self.is_status(&[500])
    }

    fn is_status(&self, statuses: &[u16]) -> bool {
        matches!(self.kind, FailureKind::Status(status) if statuses.contains(&status))
    }

    /// The wait that Jira asks for, where `now` is Jira's clock.
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
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Ok(seconds) = text.parse::<f64>() {
            return (seconds >= 0.0).then_some(Self::Seconds(seconds.ceil() as u64));
        }
        DateTime::parse_from_rfc2822(text).ok().map(|moment| Self::At(moment.to_utc()))
    }
}

/// How often a request may be retried, and how long to wait before each retry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Budget {
    /// Maximum number of retries.
    pub retries: u32,
    /// Maximum number of these after timeouts.
    pub retries_of_timeouts: u32,
    /// Maximum number of these after failures that the requested data may cause.
    pub retries_of_content: u32,
    /// Seconds before the first retry; doubled for each further one.
    pub backoff_factor: f64,
    /// The minimum wait after a 429.
    pub rate_limit_pause: Duration,
    /// The longest wait that a run sits through when Jira asks for it.
    pub longest_wait: Duration,
}

/// Decides what to do after the failed attempt number `attempt` (from 1). `now` is Jira's clock; `jitter` (0..1)
/// spreads the retries of requests that failed at the same time.
pub(crate) fn decide(
    attempt: u32,
    failure: &Failure,
    budget: &Budget,
    now: DateTime<Utc>,
    jitter: f64,
) -> Decision {
    let throttled = failure.is_status(&[429]);
    let asked = failure.asked_at(now).filter(|_| throttled || failure.is_status(&[503]));
    if let Some(wait) = asked.filter(|wait| *wait > budget.longest_wait) {
        return Decision::Leave(wait.min(MAX_WAIT));
    }
    let retries = match failure {
        _ if failure.is_timeout() => budget.retries_of_timeouts,
        _ if failure.may_be_content() => budget.retries_of_content,
        _ => budget.retries,
    };
    if attempt > retries || !failure.is_retryable() {
        return Decision::GiveUp;
    }
    let backoff = backoff(attempt, budget.backoff_factor, jitter);
    let after = match asked {
        Some(wait) if throttled => wait.max(budget.rate_limit_pause),
        None if throttled => backoff.max(budget.rate_limit_pause),
        Some(wait) => wait.max(backoff),
        None => backoff,
    };
    Decision::Retry { after, everyone: throttled || asked.is_some() }
}

/// `factor` seconds, doubled with each attempt, plus up to a quarter by `jitter`.
fn backoff(attempt: u32, factor: f64, jitter: f64) -> Duration {
    let seconds = factor * f64::from(1_u32 << (attempt - 1).min(16)) * (1.0 + 0.25 * jitter);
    Duration::try_from_secs_f64(seconds).unwrap_or(MAX_BACKOFF).min(MAX_BACKOFF)
}

#[cfg(test)]
mod tests;
