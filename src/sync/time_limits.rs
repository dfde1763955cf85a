//! How long the parts of a run may take: all limits that no setting names, in one place.

use std::time::Duration;

use app::model::PerformanceSettings;

use super::error::SiteError;
use crate::jira::Limits;

/// The limits of an engine. A project's own part has the setting `project_timeout`.
#[derive(Clone, Debug)]
pub struct TimeLimits {
    /// Of single requests, of signing in (30 s) and of a site that falls silent (90 s); what a setting names is taken
    /// from the setting.
    pub requests: Limits,
    /// The roster of projects, which a site depends on.
    pub roster: Duration,
    /// The lists of a site that are read together: they must not keep the issues waiting. Those that are not read by
    /// then stay as they were.
    pub reference: Duration,
    /// Each step after the projects: webhooks, worklog feeds, what is to be read again, remote links. The next run
    /// goes on where a step was cut off.
    pub settling: Duration,
    /// Comparing one project with Jira.
    pub verify: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            requests: Limits::default(),
            roster: Duration::from_secs(600),
            reference: Duration::from_secs(120),
            settling: Duration::from_secs(300),
            verify: Duration::from_secs(3600),
        }
    }
}

impl TimeLimits {
    /// The limits of a site's client under these settings.
    pub(super) fn of_client(&self, settings: &PerformanceSettings) -> Limits {
        // A project that sat out more would have too little time left to get on.
        let half = Duration::from_secs(settings.project_timeout.into()) / 2;
        Limits {
            max_in_flight: settings.max_workers as usize,
            pool_size: settings.connection_pool_size as usize,
            pool_block: settings.connection_pool_block,
            max_retries: settings.max_retries,
            backoff_factor: settings.backoff_factor,
            rate_limit_pause: Duration::from_secs_f64(settings.rate_limit_pause.max(0.0)),
            longest_wait: self.requests.longest_wait.min(half),
            ..self.requests.clone()
        }
    }
}

/// The work, if it takes no longer than `limit`. `what` is the beginning of a sentence.
pub(super) async fn within<T, E>(
    what: &'static str,
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, SiteError>
where
    SiteError: From<E>,
{
    // On the heap: a run is many futures deep, and each of them would hold those inside it.
    match tokio::time::timeout(limit, Box::pin(work)).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(SiteError::Late { what, limit }),
    }
}
