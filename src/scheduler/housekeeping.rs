//! Removes runs, their details and deleted issues once their retention time is over.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::{
    config::RetentionSettings,
    store::{Database, StoreError},
};

/// Time between two rounds.
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Longest duration of a round. The next round continues, for example after a setting was lowered.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// What a round removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Runs whose details were removed.
    pub details: usize,
    pub runs: usize,
    /// Deleted issues.
    pub issues: usize,
}

#[derive(Clone, Copy)]
enum Kind {
    Runs,
    Details,
    DeletedIssues,
}

impl Removed {
    fn of(&mut self, kind: Kind) -> &mut usize {
        match kind {
            Kind::Runs => &mut self.runs,
            Kind::Details => &mut self.details,
            Kind::DeletedIssues => &mut self.issues,
        }
    }
}

/// Removes what is older than the retention settings allow, for five seconds at most.
pub async fn remove_expired(
    database: &Database,
    settings: &RetentionSettings,
) -> Result<Removed, StoreError> {
    let until = Instant::now() + TIME_LIMIT;
    let now = database.now().await?;
    let mut removed = Removed::default();
    for (kind, days) in [
        (Kind::Runs, settings.keep_runs_days),
        (Kind::Details, settings.keep_details_days),
        (Kind::DeletedIssues, settings.purge_deleted_days),
    ] {
        let Some(days) = days.0 else { continue };
        loop {
            let some = match kind {
                Kind::Runs => database.runs().remove(now - days).await?,
                Kind::Details => database.runs().remove_details(now - days).await?,
                Kind::DeletedIssues => database.issues().purge_deleted(now - days).await?,
            };
            *removed.of(kind) += some;
            if some == 0 || Instant::now() >= until {
                break;
            }
        }
    }
    if removed != Removed::default() {
        let Removed { details, runs, issues } = removed;
        tracing::info!(details, runs, issues, "removed expired rows");
    }
    Ok(removed)
}

/// Every ten minutes, removes what has expired, until `shutdown`.
pub async fn remove_expired_until(
    database: Database,
    settings: RetentionSettings,
    shutdown: CancellationToken,
) {
    let mut rounds = tokio::time::interval(INTERVAL);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while shutdown.run_until_cancelled(rounds.tick()).await.is_some() {
        // Cancelling drops the transaction, which rolls it back.
        let round = shutdown.run_until_cancelled(remove_expired(&database, &settings)).await;
        if let Some(Err(error)) = round {
            tracing::warn!("could not remove old runs and deleted issues; trying again later: {error}");
        }
    }
}
