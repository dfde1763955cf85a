//! How hard one site may be pressed.

use std::time::Duration;

/// The limits of one site's client. They come from the performance settings.
#[derive(Debug, Clone, PartialEq)]
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
    /// From sending a request to the last byte of its answer.
    pub request_timeout: Duration,
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
            request_timeout: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// Requests that may run at once, with `pool_block` taken into account. At least one.
    pub(crate) fn permits(&self) -> usize {
        let most = if self.pool_block { self.max_in_flight.min(self.pool_size) } else { self.max_in_flight };
        most.max(1)
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
}
