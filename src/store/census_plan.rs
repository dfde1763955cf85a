//! When the next census of everything is due.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use super::{Schedules, StoreError, runs::SYNC, sql};

/// The pause after a census that failed. It doubles with each further one, up to the time between two censuses.
const PAUSE: TimeDelta = TimeDelta::minutes(10);

/// Failures after which the pause grows no longer, so that it can be counted.
const MOST_DOUBLINGS: u32 = 16;

/// The runs that took a census of everything, as SQL.
pub(in crate::store) const WHOLE_CENSUS: &str = "mode = 'census' and selection is null";

/// The statuses of a run that came to its end, as SQL.
pub(in crate::store) const ENDED: &str = "status in ('completed', 'completed_with_errors')";

/// What became of the censuses so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
struct Past {
    /// When the last one began that came to its end.
    ended: Option<DateTime<Utc>>,
    /// How many came to none since.
    failures: i64,
    /// When the last of these began.
    failed: Option<DateTime<Utc>>,
}

impl Past {
    fn is_due(&self, every: TimeDelta, now: DateTime<Utc>) -> bool {
        let since = |at: Option<DateTime<Utc>>| at.map(|at| now - at);
        if since(self.ended).is_some_and(|past| past < every) {
            return false;
        }
        let doublings = u32::try_from(self.failures - 1).unwrap_or(0).min(MOST_DOUBLINGS);
        let pause = (PAUSE * (1 << doublings)).min(every);
        since(self.failed).is_none_or(|past| past >= pause)
    }
}

impl Schedules<'_> {
    /// Whether the last census of everything lies this far back, and there was a sync since which one makes sense. One
    /// of some projects counts for nothing; after one that failed the next waits, longer each time.
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
        let past: Option<Past> = sql::row(self.database.connection(), &query, []).await?;
        Ok(past.unwrap_or_default().is_due(every, self.database.now().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether it is due, `now` being 0; all in minutes before.
    fn due(ended: Option<i64>, failures: i64, failed: Option<i64>) -> bool {
        let now = DateTime::UNIX_EPOCH;
        let before = |minutes: Option<i64>| minutes.map(|minutes| now - TimeDelta::minutes(minutes));
        Past { ended: before(ended), failures, failed: before(failed) }.is_due(TimeDelta::hours(24), now)
    }

    #[test]
    fn a_census_is_due_a_day_after_the_last_and_one_that_failed_is_repeated_ever_later() {
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
