//! From where a project is read, and how far it counts as read. Pure.

use app::model::{FirstSync, PerformanceSettings, SyncMode};
use chrono::{DateTime, TimeDelta, Utc};

/// How far before the watermark an incremental run reads again: Jira's search index lags behind, by seconds, and
/// by minutes after bulk edits.
pub(super) const OVERLAP: TimeDelta = TimeDelta::minutes(5);

/// The least `updated` that a run asks for; None for everything.
pub(super) fn lower_bound(
    mode: SyncMode,
    watermark_ms: Option<i64>,
    settings: &PerformanceSettings,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    match (mode, watermark_ms.and_then(DateTime::from_timestamp_millis)) {
        (SyncMode::Full, _) => None,
        (_, Some(watermark)) => Some(watermark - OVERLAP),
        (_, None) => match settings.first_sync {
            FirstSync::Everything => None,
            FirstSync::Lookback => Some(now - TimeDelta::days(settings.lookback_days.into())),
        },
    }
}

/// The watermark that a batch of a listing in order of `updated` allows: the latest `updated` of its documents.
///
/// Documents are fetched after they were listed. One that changed in between carries an `updated` from after the
/// listing began, which says nothing of its neighbours that are not stored yet, so it does not count.
pub(super) fn watermark_of<'a>(
    updated: impl IntoIterator<Item = &'a Option<DateTime<Utc>>>,
    listed_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    updated.into_iter().flatten().filter(|updated| **updated < listed_at).max().copied()
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
        let mark = Some(at("2026-11-24T11:00:00Z").timestamp_millis());
        let bound = |mode, mark, settings| lower_bound(mode, mark, settings, now);
        assert_eq!(bound(SyncMode::Incremental, mark, &window), Some(at("2026-11-24T10:55:00Z")));
        assert_eq!(bound(SyncMode::Incremental, None, &everything), None);
        assert_eq!(bound(SyncMode::Incremental, None, &window), Some(at("2026-11-22T12:00:00Z")));
        assert_eq!(bound(SyncMode::Full, mark, &window), None);
    }

    #[test]
    fn an_issue_that_changed_after_the_listing_does_not_move_the_watermark() {
        let listed_at = at("2026-11-24T12:00:00Z");
        let updated = [Some(at("2026-11-24T11:00:00Z")), Some(at("2026-11-24T12:00:05Z")), None];
        assert_eq!(watermark_of(&updated, listed_at), Some(at("2026-11-24T11:00:00Z")));
        assert_eq!(watermark_of(&updated[1..], listed_at), None);
    }
}
