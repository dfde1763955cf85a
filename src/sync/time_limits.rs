//! How long the parts of a run may take: all limits that no setting names, in one place.

use std::time::Duration;

use app::model::PerformanceSettings;

use super::error::SiteError;
use crate::jira::Limits;

/// The time limits of an engine. A project's own limit is the setting `project_timeout`.
#[derive(Clone, Debug)]
pub struct TimeLimits {
    /// Limits of single requests, of signing in (30 s) and of a site that stops responding (90 s). Settings take
    /// precedence.
    pub requests: Limits,
    /// Reading the list of projects, without which the site cannot be synced.
    pub roster: Duration,
    /// Reading all reference lists of a site, which must not delay the issues. Lists that are not read in time keep
    /// their rows.
    pub reference: Duration,
    /// Each step after the projects: webhooks, worklog feeds, issues to be read again, remote links. The next run
    /// continues where a step was cut off.
    pub finishing: Duration,
    /// Comparing one project with Jira.
    pub verify: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            requests: Limits::default(),
            roster: Duration::from_secs(600),
            reference: Duration::from_secs(120),
            finishing: Duration::from_secs(300),
            verify: Duration::from_secs(3600),
        }
    }
}

impl TimeLimits {
    /// The limits of a site's client under these settings.
    pub(super) fn of_client(&self, settings: &PerformanceSettings) -> Limits {
        // After a longer wait a project would have too little time left.
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

/// Runs the work, but no longer than `limit`. `what` is the subject of the error message.
pub(super) async fn within<T, E>(
    what: &'static str,
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, SiteError>
where
    SiteError: From<E>,
{
    // Boxed: a run is many futures deep, and each would otherwise contain those inside it.
    match tokio::time::timeout(limit, Box::pin(work)).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(SiteError::Late { what, limit }),
    }
}
