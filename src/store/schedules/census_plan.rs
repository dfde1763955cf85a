//! When the next census of the whole mirror is due.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use crate::store::{Schedules, StoreError, database::sql, runs::SYNC};

/// The pause after a failed census. It doubles with each further failure, up to the time between two censuses.
const RETRY_PAUSE: TimeDelta = TimeDelta::minutes(10);

/// The number of doublings after which the pause no longer grows, so that it does not overflow.
const MAX_DOUBLINGS: u32 = 16;

/// Runs that were a census of the whole mirror, as SQL.
pub(in crate::store) const WHOLE_CENSUS: &str = "mode = 'census' and selection is null";

/// The statuses of a run that reached its end, as SQL.
pub(in crate::store) const ENDED: &str = "status in ('completed', 'completed_with_errors')";

/// The outcomes of earlier censuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
struct PastCensuses {
    /// When the last one that reached its end was started.
    ended: Option<DateTime<Utc>>,
    /// How many have failed since.
    failures: i64,
    /// When the last failed one was started.
    failed: Option<DateTime<Utc>>,
}

impl PastCensuses {
    fn is_due(&self, every: TimeDelta, now: DateTime<Utc>) -> bool {
        let since = |at: Option<DateTime<Utc>>| at.map(|at| now - at);
        if since(self.ended).is_some_and(|past| past < every) {
            return false;
        }
        let doublings = u32::try_from(self.failures - 1).unwrap_or(0).min(MAX_DOUBLINGS);
        let pause = (RETRY_PAUSE * (1 << doublings)).min(every);
        since(self.failed).is_none_or(|past| past >= pause)
    }
}

impl Schedules<'_> {
    /// Whether a census of the whole mirror is due: the last one was started at least `every` ago, and at least one
    /// sync has reached its end. A census of some projects does not count. After a failed census the next one waits,
    /// longer each time.
    pub async fn census_is_due(&self, every: TimeDelta) -> Result<bool, StoreError> {
        let synced =
            format!("select id from sync_runs where {ENDED} and {SYNC} order by started_at desc limit 1");
        if sql::value::<String>(self.database.connection(), &synced, []).await?.is_none() {
            return Ok(false);
        }
        let query = format!(
            "select max(case when {ENDED} then started_at end) as ended,
                 count(case when not {ENDED} then 1 end) as failures,
                 max(case when not {ENDED} then started_at end) as failed
             from sync_runs where {WHOLE_CENSUS} and started_at >= coalesce(
                 (select max(started_at) from sync_runs where {WHOLE_CENSUS} and {ENDED}),
                 (select min(started_at) from sync_runs))"
        );
        let past: Option<PastCensuses> = sql::row(self.database.connection(), &query, []).await?;
        Ok(past.unwrap_or_default().is_due(every, self.database.now().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a census is due at time 0. All times are minutes before that.
    fn due(ended: Option<i64>, failures: i64, failed: Option<i64>) -> bool {
        let now = DateTime::UNIX_EPOCH;
        let before = |minutes: Option<i64>| minutes.map(|minutes| now - TimeDelta::minutes(minutes));
        PastCensuses { ended: before(ended), failures, failed: before(failed) }
            .is_due(TimeDelta::hours(24), now)
    }

    #[test]
    fn census_is_due_daily_and_failed_ones_wait_longer_each_time() {
        let day = 24 * 60;
        assert!(due(None, 0, None));
        assert_eq!([day - 1, day].map(|past| due(Some(past), 0, None)), [false, true]);
        for (failures, pause) in [(1, 10), (2, 20), (3, 40), (7, 640), (8, 1280), (9, day), (1000, day)] {
            assert_eq!(
                [pause - 1, pause].map(|past| due(None, failures, Some(past))),
                [false, true],
                "{failures}"
            );
        }
        assert!(!due(Some(5), 1, Some(700)), "one that succeeded counts");
    }
}
