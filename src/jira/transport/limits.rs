//! Limits of one site: concurrency, retries, times and sizes.

use std::time::Duration;

use super::{reach::Reach, retry::Budget};

/// The limits of the client of one site. Those up to `rate_limit_pause` are performance settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Maximum number of requests in flight.
    pub max_in_flight: usize,
    /// Maximum number of idle connections kept open.
    pub pool_size: usize,
    /// `true`: at most `pool_size` connections; further requests wait for one. `false`: more are opened when needed, and
    /// closed afterwards.
    pub pool_block: bool,
    /// Maximum number of retries of a request after transient failures. 0 = none.
    pub max_retries: u32,
    /// Seconds before the first retry; doubled for each further one.
    pub backoff_factor: f64,
    /// The minimum wait after a 429, whatever its headers say.
    pub rate_limit_pause: Duration,
    /// The longest wait that a run sits through when Jira asks for it. If Jira asks for more, the run leaves the site.
    pub longest_wait: Duration,

    /// Maximum time to connect.
    pub connect_timeout: Duration,
    /// Maximum time from sending a request to the last byte of the response.
    pub request_timeout: Duration,
    /// Maximum time from sending a request for a reference list to the first byte of the response. Pages of issues, and
    /// lists that a project depends on, may take all of `request_timeout`: old servers need half a second per issue.
    pub reference_timeout: Duration,
    /// If a site has not responded for this long, its `serverInfo` is requested. If it does not respond to that either, no
    /// more requests are sent.
    pub silence: Duration,
    /// Limits of signing in.
    pub sign_in: SignIn,
    /// Maximum size of a response in bytes, which is held in memory.
    pub max_response_bytes: usize,
}

/// Limits of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Maximum total time, including retries.
    pub timeout: Duration,
    /// Maximum time from sending one of its requests to the first byte of the response.
    pub answer: Duration,
    /// Maximum number of retries of each of its requests, within `max_retries`.
    pub retries: u32,
}

impl SignIn {
    /// A single short attempt, for a site that did not respond last time.
    pub const PROBE: Self =
        Self { timeout: Duration::from_secs(10), answer: Duration::from_secs(10), retries: 0 };
}

impl Default for SignIn {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(30), answer: Duration::from_secs(15), retries: 3 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_in_flight: 8,
            pool_size: 20,
            pool_block: false,
            max_retries: 3,
            backoff_factor: 0.5,
            rate_limit_pause: Duration::from_secs(1),
            longest_wait: Duration::from_secs(120),
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(60),
            reference_timeout: Duration::from_secs(30),
            silence: Duration::from_secs(90),
            sign_in: SignIn::default(),
            max_response_bytes: 64 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// Maximum number of requests in flight, taking `pool_block` into account. At least one.
    pub(crate) fn permits(&self) -> usize {
        let most = if self.pool_block { self.max_in_flight.min(self.pool_size) } else { self.max_in_flight };
        most.max(1)
    }

    /// Maximum time from sending a request to the first byte of the response.
    pub(crate) fn first_byte(&self, reach: Reach) -> Duration {
        match reach {
            Reach::SignIn => self.sign_in.answer,
            Reach::Reference => self.reference_timeout,
            Reach::Essential | Reach::Issues => self.request_timeout,
        }
    }

    /// The longest wait that a request sits through when Jira asks for it.
    pub(crate) fn longest_wait(&self, reach: Reach) -> Duration {
        match reach {
            Reach::SignIn => self.longest_wait.min(self.sign_in.timeout / 2),
            _ => self.longest_wait,
        }
    }

    /// The retries of a request; see [`Request::divisible`](super::request::Request::divisible).
    pub(crate) fn budget(&self, reach: Reach, divisible: bool) -> Budget {
        let retries = match reach {
            Reach::SignIn => self.max_retries.min(self.sign_in.retries),
            _ => self.max_retries,
        };
        let (of_timeouts, of_content) = match reach {
            _ if divisible => (0, 1),
            Reach::Reference | Reach::Issues => (1, u32::MAX),
            _ => (u32::MAX, u32::MAX),
        };
        Budget {
            retries,
            retries_of_timeouts: retries.min(of_timeouts),
            retries_of_content: retries.min(of_content),
            backoff_factor: self.backoff_factor,
            rate_limit_pause: self.rate_limit_pause,
            longest_wait: self.longest_wait(reach),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocking_pool_limits_requests_in_flight() {
        let limits = |max_in_flight, pool_size, pool_block| {
            Limits { max_in_flight, pool_size, pool_block, ..Limits::default() }.permits()
        };
        assert_eq!(limits(16, 5, true), 5);
        assert_eq!(limits(16, 5, false), 16);
        assert_eq!(limits(3, 5, true), 3);
        assert_eq!(limits(0, 5, false), 1);
    }

    #[test]
    fn divisible_requests_are_rarely_retried() {
        let retries = |max_retries, reach, divisible| {
            let budget = Limits { max_retries, ..Limits::default() }.budget(reach, divisible);
            (budget.retries, budget.retries_of_timeouts, budget.retries_of_content)
        };
        assert_eq!(retries(3, Reach::Issues, false), (3, 1, 3));
        assert_eq!(retries(3, Reach::Essential, false), (3, 3, 3));
        assert_eq!(retries(3, Reach::Issues, true), (3, 0, 1));
        assert_eq!(retries(0, Reach::Issues, true), (0, 0, 0));
        assert_eq!(retries(3, Reach::Reference, false), (3, 1, 3));
        assert_eq!(retries(9, Reach::SignIn, false), (3, 3, 3));
    }
}
