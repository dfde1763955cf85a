//! How hard one site may be pressed, how long it may take, and how much it may send.

use std::time::Duration;

use super::{reach::Reach, retry::Budget};

/// The limits of one site's client. Those of the first part come from the performance settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Requests of this site that may run at the same time.
    pub max_in_flight: usize,
    /// Connections kept open between requests.
    pub pool_size: usize,
    /// With `true` there are never more connections than `pool_size`: further requests wait for one. With
    /// `false` more are opened while needed, and closed afterwards.
    pub pool_block: bool,
    /// How often one request is tried again after a fault that may pass. 0 = never.
    pub max_retries: u32,
    /// Seconds before the first retry; doubled for each further one.
    pub backoff_factor: f64,
    /// The shortest wait after Jira said 429, whatever its headers say.
    pub rate_limit_pause: Duration,
    /// The longest wait that Jira may ask for and that is sat out. For a longer one the site is left alone.
    pub longest_wait: Duration,

    /// Until a connection stands.
    pub connect_timeout: Duration,
    /// From sending a request to the last byte of its answer.
    pub request_timeout: Duration,
    /// From sending a request for a reference list to the first byte of its answer. Pages of issues, and lists that
    /// a project depends on, may take all of `request_timeout`: old servers need half a second an issue.
    pub reference_timeout: Duration,
    /// A site that has answered nothing for this long is asked for its `serverInfo`; if that is not answered either,
    /// it is asked nothing more.
    pub silence: Duration,
    /// How long signing in may take.
    pub sign_in: SignIn,
    /// The largest answer that is read, in bytes: so much of it is held in memory.
    pub largest_answer: usize,
}

/// How long signing in may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// All of it, retries included.
    pub timeout: Duration,
    /// From sending one of its requests to the first byte of the answer.
    pub answer: Duration,
    /// Times that one of its requests is sent again, if `max_retries` allows for as many.
    pub retries: u32,
}

impl SignIn {
    /// One short try: for a site that did not answer the last time.
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
            largest_answer: 64 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// Requests that may run at once, with `pool_block` taken into account. At least one.
    pub(crate) fn permits(&self) -> usize {
        let most = if self.pool_block { self.max_in_flight.min(self.pool_size) } else { self.max_in_flight };
        most.max(1)
    }

    /// From sending a request to the first byte of its answer.
    pub(crate) fn first_byte(&self, reach: Reach) -> Duration {
        match reach {
            Reach::SignIn => self.sign_in.answer,
            Reach::Reference => self.reference_timeout,
            Reach::Essential | Reach::Issues => self.request_timeout,
        }
    }

    /// The longest wait asked for that a request sits out.
    pub(crate) fn longest_wait(&self, reach: Reach) -> Duration {
        match reach {
            Reach::SignIn => self.longest_wait.min(self.sign_in.timeout / 2),
            _ => self.longest_wait,
        }
    }

    /// How often a request is sent again; see [`Request::divisible`](super::request::Request::divisible).
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
    fn a_blocking_pool_limits_what_is_in_flight() {
        let limits = |max_in_flight, pool_size, pool_block| {
            Limits { max_in_flight, pool_size, pool_block, ..Limits::default() }.permits()
        };
        assert_eq!(limits(16, 5, true), 5);
        assert_eq!(limits(16, 5, false), 16);
        assert_eq!(limits(3, 5, true), 3);
        assert_eq!(limits(0, 5, false), 1);
    }

    #[test]
    fn what_halving_mends_is_hardly_retried() {
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
