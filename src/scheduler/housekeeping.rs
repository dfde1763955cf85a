//! Removes what is kept for a time only.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::{
    config::RetentionSettings,
    store::{Database, StoreError},
};

/// Time between two looks of a server.
const EVERY: Duration = Duration::from_secs(10 * 60);
/// How long a look goes on: what is left, after a setting was lowered, waits for the next.
const A_LOOK: Duration = Duration::from_secs(5);

/// What a look removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Runs whose details went.
    pub details: usize,
    pub runs: usize,
    /// Deleted issues.
    pub issues: usize,
}

#[derive(Clone, Copy)]
enum What {
    Runs,
    Details,
    DeletedIssues,
}

impl Removed {
    fn of(&mut self, what: What) -> &mut usize {
        match what {
            What::Runs => &mut self.runs,
            What::Details => &mut self.details,
            What::DeletedIssues => &mut self.issues,
        }
    }
}

/// Removes what is older than the settings keep it, for some seconds at most.
pub async fn keep_house(database: &Database, settings: &RetentionSettings) -> Result<Removed, StoreError> {
    let until = Instant::now() + A_LOOK;
    let now = database.now().await?;
    let mut removed = Removed::default();
    for (what, days) in [
        (What::Runs, settings.keep_runs_days),
        (What::Details, settings.keep_details_days),
        (What::DeletedIssues, settings.purge_deleted_days),
    ] {
        let Some(days) = days.0 else { continue };
        loop {
            let some = match what {
                What::Runs => database.remove_runs(now - days).await?,
                What::Details => database.remove_run_details(now - days).await?,
                What::DeletedIssues => database.purge_deleted_issues(now - days).await?,
            };
            *removed.of(what) += some;
            if some == 0 || Instant::now() >= until {
                break;
            }
        }
    }
    if removed != Removed::default() {
        let Removed { details, runs, issues } = removed;
        tracing::info!(details, runs, issues, "removed what is no longer kept");
    }
    Ok(removed)
}

/// Keeps house now and then, until `shutdown`.
pub async fn keep_on(database: Database, settings: RetentionSettings, shutdown: CancellationToken) {
    let mut looks = tokio::time::interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while shutdown.run_until_cancelled(looks.tick()).await.is_some() {
        if let Err(error) = keep_house(&database, &settings).await {
            tracing::warn!("old runs and deleted issues could not be removed; trying again later: {error}");
        }
    }
}
