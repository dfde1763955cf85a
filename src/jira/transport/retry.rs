//! Whether and when a failed request is sent again.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::HeaderMap;

use crate::jira::wire::date;

/// No backoff grows beyond this.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// A site is left alone for at most this long, whatever it asks: a `Retry-After` of years is a mistake.
pub const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);
/// Errors of a server that stay: not implemented (501), versions of HTTP (505), how the server is set up (506, 508, 510),
/// the network's own sign-in (511), a certificate that does not fit (526).
const LASTING: [u16; 7] = [501, 505, 506, 508, 510, 511, 526];

/// What is known of a failed attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The `Retry-After` header.
    pub retry_after: Option<RetryAfter>,
    /// The `X-RateLimit-Reset` header.
    pub reset: Option<DateTime<Utc>>,
}

/// The ways in which an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds from now.
    Seconds(u64),
    /// At this moment of Jira's clock.
    At(DateTime<Utc>),
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Send it again after `after`; with `everyone`, all requests of the site wait that long.
    Retry {
        /// How long to wait.
        after: Duration,
        /// Whether Jira asked, so that it concerns the whole site.
        everyone: bool,
    },
    /// Jira asks for a wait that no run sits out: the whole site is left alone for so long.
    Leave(Duration),
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

    fn is_retryable(&self) -> bool {
        match self.kind {
            // Cloudflare, which stands before Cloud and many others, adds 520 to 530; 425 is said of early data.
            FailureKind::Status(500..=599) => !self.is_status(&LASTING),
            FailureKind::Status(_) => self.is_status(&[408, 425, 429]),
            FailureKind::Timeout | FailureKind::Connection | FailureKind::BadBody => true,
        }
    }

    /// Nothing at all came back.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self.kind, FailureKind::Timeout | FailureKind::Connection)
    }

    /// Jira, or the proxy before it, waited in vain for what the request asks.
    fn is_timeout(&self) -> bool {
        self.kind == FailureKind::Timeout || self.is_status(&[408, 504, 524])
    }

    /// What was asked for may be the reason: something in it that Jira cannot read, or we cannot.
    fn may_be_content(&self) -> bool {
        self.kind == FailureKind::BadBody || self.is_status(&[500])
    }

    fn is_status(&self, statuses: &[u16]) -> bool {
        matches!(self.kind, FailureKind::Status(status) if statuses.contains(&status))
    }

    /// The wait that Jira asks for, if `now` is its clock.
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

/// How often a request is sent again, and how long it waits before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// After any fault that may pass.
    pub retries: u32,
    /// Of these, after time-outs.
    pub retries_of_timeouts: u32,
    /// Of these, after faults that may lie in what was asked for.
    pub retries_of_content: u32,
    /// Seconds before the first retry; doubled for each further one.
    pub backoff_factor: f64,
    /// The shortest wait after a 429.
    pub rate_limit_pause: Duration,
    /// The longest wait that Jira may ask for and that is sat out.
    pub longest_wait: Duration,
}

/// Decides after failed attempt number `attempt` (from 1). `now` is Jira's clock; `jitter` (0..1) spreads
/// requests that failed together.
pub fn decide(attempt: u32, failure: &Failure, budget: &Budget, now: DateTime<Utc>, jitter: f64) -> Decision {
    let throttled = failure.is_status(&[429]);
    let asked = failure.asked_at(now).filter(|_| throttled || failure.is_status(&[503]));
    if let Some(wait) = asked.filter(|wait| *wait > budget.longest_wait) {
        return Decision::Leave(wait.min(LONGEST_WAIT));
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

/// `factor` seconds, doubled with each attempt, and up to a quarter more by `jitter`.
fn backoff(attempt: u32, factor: f64, jitter: f64) -> Duration {
    let seconds = factor * f64::from(1_u32 << (attempt - 1).min(16)) * (1.0 + 0.25 * jitter);
    Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_BACKOFF).min(LONGEST_BACKOFF)
}

#[cfg(test)]
mod tests;
