//! From where a project is read, and how far it counts as read. Pure.

use app::model::{FirstSync, PerformanceSettings, SyncMode};
use chrono::{DateTime, TimeDelta, Utc};

use super::window::second;
use crate::store::mirror::ProjectRead;

/// How late Jira's search may learn of a change: seconds, and minutes after bulk edits.
const INDEX_LAG: TimeDelta = TimeDelta::minutes(5);

/// One moment by two clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub jira: DateTime<Utc>,
    /// The database's.
    pub ours: DateTime<Utc>,
}

/// The least `updated` that a run which begins now asks for; None for everything.
///
/// That is the watermark, unless Jira's clock was put back since: then what changed after the last reading carries an
/// earlier `updated` than what changed before it, though none earlier than now less the time that passed.
pub(super) fn lower_bound(
    mode: SyncMode,
    read: Option<ProjectRead>,
    settings: &PerformanceSettings,
    now: Moment,
) -> Option<DateTime<Utc>> {
    if mode == SyncMode::Full {
        return None;
    }
    let watermark = read.and_then(|read| DateTime::from_timestamp_millis(read.watermark_ms));
    let since = read.and_then(|read| read.read_at).map(|read_at| now.jira - (now.ours - read_at) - INDEX_LAG);
    match (watermark, settings.first_sync) {
        (Some(watermark), _) => Some(second(since.map_or(watermark, |since| watermark.min(since)))),
        (None, FirstSync::Everything) => None,
        (None, FirstSync::Lookback) => Some(now.jira - TimeDelta::days(settings.lookback_days.into())),
    }
}

/// How far a batch of a listing in order of `updated` has come: the latest `updated` of its documents that the search
/// knew of when the listing began at `listed_at`.
///
/// The search lists issues by what its index knows, and documents are as they are: one that changed since, or shortly
/// before, stands where it stood before its change, and says nothing of those that are listed behind it. Nor is
/// everything listed yet that changed as late as it. So it does not count.
pub(super) fn watermark_of<'a>(
    updated: impl IntoIterator<Item = &'a Option<DateTime<Utc>>>,
    listed_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    updated.into_iter().flatten().filter(|updated| **updated < listed_at - INDEX_LAG).max().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_bound_follows_from_mode_watermark_and_window() {
        let now = at("2026-11-24T12:00:00Z");
        let everything = PerformanceSettings::default();
        let window =
            PerformanceSettings { first_sync: FirstSync::Lookback, lookback_days: 2, ..everything.clone() };
        let now = Moment { jira: now, ours: now };
        let watermark_ms = at("2026-11-24T11:00:00Z").timestamp_millis();
        let mark = Some(ProjectRead { watermark_ms, read_at: Some(at("2026-11-24T11:30:00Z")) });
        let bound = |mode, mark, settings| lower_bound(mode, mark, settings, now);
        assert_eq!(bound(SyncMode::Incremental, mark, &window), Some(at("2026-11-24T11:00:00Z")));
        assert_eq!(bound(SyncMode::Incremental, None, &everything), None);
        assert_eq!(bound(SyncMode::Incremental, None, &window), Some(at("2026-11-22T12:00:00Z")));
        assert_eq!(bound(SyncMode::Full, mark, &window), None);
    }

    #[test]
    fn a_clock_that_was_put_back_takes_the_bound_with_it() {
        let watermark_ms = at("2026-11-24T14:00:00Z").timestamp_millis();
        let read = Some(ProjectRead { watermark_ms, read_at: Some(at("2026-11-24T11:50:00Z")) });
        let now = Moment { jira: at("2026-11-24T12:00:00Z"), ours: at("2026-11-24T12:00:00Z") };
        let bound = lower_bound(SyncMode::Incremental, read, &PerformanceSettings::default(), now);
        assert_eq!(bound, Some(at("2026-11-24T11:45:00Z")));
    }

    #[test]
    fn an_issue_that_the_search_may_not_know_of_does_not_move_the_watermark() {
        let listed_at = at("2026-11-24T12:00:00Z");
        let updated = [Some(at("2026-11-24T11:00:00Z")), Some(at("2026-11-24T11:56:00Z")), None];
        assert_eq!(watermark_of(&updated, listed_at), Some(at("2026-11-24T11:00:00Z")));
        assert_eq!(watermark_of(&updated[1..], listed_at), None);
    }
}
