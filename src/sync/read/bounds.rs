//! Where reading a project starts, and how far it counts as read. Pure.

use app::model::{FirstSync, PerformanceSettings, SyncMode};
use chrono::{DateTime, TimeDelta, Utc};

use super::window::second;
use crate::store::mirror::ProjectRead;

/// How far Jira's search index may lag behind: seconds, and minutes after bulk edits.
const INDEX_LAG: TimeDelta = TimeDelta::minutes(5);

/// One point in time, by two clocks.
#[derive(Clone, Copy, Debug)]
pub(in crate::sync) struct Moment {
    pub jira: DateTime<Utc>,
    /// By the database's clock.
    pub ours: DateTime<Utc>,
}

/// What a run reads of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sync) struct Reading {
    /// Whether it is the project's first reading, or starts over as if it were.
    pub begins: bool,
    /// The earliest `updated` to ask for; None for everything.
    pub from: Option<DateTime<Utc>>,
    /// The mirror will contain everything updated since then; None for everything.
    pub holds_from: Option<DateTime<Utc>>,
    /// Whether the listing is to be compared with Jira's count: until both agreed once, and when everything is read.
    pub compared: bool,
}

/// What a run that starts now reads.
///
/// The first reading asks for everything or goes back `lookback_days`; where it starts remains the mirror's boundary. A
/// full sync reads everything, and so does the next sync of any mode once the setting is changed to `everything`.
pub(in crate::sync) fn reading(
    mode: SyncMode,
    read: Option<ProjectRead>,
    settings: &PerformanceSettings,
    now: Moment,
) -> Reading {
    let read = read.filter(ProjectRead::has_begun);
    if mode == SyncMode::Full {
        return Reading { begins: read.is_none(), from: None, holds_from: None, compared: true };
    }
    let everything = settings.first_sync == FirstSync::Everything;
    match read.filter(|read| read.read_from.is_none() || !everything) {
        Some(read) => Reading {
            begins: false,
            from: lower_bound(&read, now),
            holds_from: read.read_from,
            compared: !read.listed_whole,
        },
        None => {
            let window = second(now.jira - TimeDelta::days(settings.lookback_days.into()));
            let from = Some(window).filter(|_| !everything);
            Reading { begins: true, from, holds_from: from, compared: true }
        }
    }
}

/// The earliest `updated` to ask for after an earlier reading; None if there is no watermark yet.
///
/// This is the watermark, unless Jira's clock was set back since: then changes after the last reading may have an
/// earlier `updated` than changes before it, but none earlier than now minus the time since that reading.
fn lower_bound(read: &ProjectRead, now: Moment) -> Option<DateTime<Utc>> {
    let watermark = read.watermark?;
    Some(second(read_until(read, now).map_or(watermark, |until| watermark.min(until))))
}

/// When the last complete reading began, by Jira's clock, minus the lag of its index: everything updated before is in
/// the mirror.
pub(in crate::sync) fn read_until(read: &ProjectRead, now: Moment) -> Option<DateTime<Utc>> {
    read.read_at.map(|read_at| now.jira - (now.ours - read_at) - INDEX_LAG)
}

/// How far a batch of a listing in order of `updated` reaches: the latest `updated` of its documents that the index had
/// when the listing began at `listed_at`.
///
/// The search orders issues by its index, while documents are current. An issue that changed since, or shortly before,
/// is listed where it was before the change, so its `updated` says nothing about the issues after it; others that
/// changed as recently may not be listed yet. So such issues do not count.
pub(in crate::sync) fn watermark_of<'a>(
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

    const NOON: &str = "2026-11-24T12:00:00Z";

    fn noon() -> Moment {
        Moment { jira: at(NOON), ours: at(NOON) }
    }

    fn read(watermark: &str, read_at: &str) -> ProjectRead {
        let watermark = Some(at(watermark));
        ProjectRead { watermark, read_at: Some(at(read_at)), read_from: None, listed_whole: true }
    }

    #[test]
    fn reading_follows_from_mode_watermark_and_lookback() {
        let everything = PerformanceSettings::default();
        let window =
            PerformanceSettings { first_sync: FirstSync::Lookback, lookback_days: 2, ..everything.clone() };
        let mark = read("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z");
        let what = |mode, read, settings| reading(mode, read, settings, noon());
        let first = Reading { begins: true, from: None, holds_from: None, compared: true };
        let eleven = Some(at("2026-11-24T11:00:00Z"));
        let later = Reading { begins: false, from: eleven, compared: false, ..first };
        assert_eq!(what(SyncMode::Incremental, None, &everything), first);
        assert_eq!(what(SyncMode::Incremental, Some(mark), &everything), later);
        assert_eq!(what(SyncMode::Incremental, Some(mark), &window), later);
        assert_eq!(what(SyncMode::Full, Some(mark), &window), Reading { begins: false, ..first });
        let boundary = Some(at("2026-11-22T12:00:00Z"));
        let within = Reading { from: boundary, holds_from: boundary, ..first };
        assert_eq!(what(SyncMode::Incremental, None, &window), within);
        let begun = ProjectRead { watermark: None, listed_whole: false, ..mark };
        assert_eq!(what(SyncMode::Incremental, Some(begun), &window), within, "nothing came of it");
        let found_whole = ProjectRead { watermark: None, ..mark };
        let all_again = Reading { from: None, ..later };
        assert_eq!(what(SyncMode::Incremental, Some(found_whole), &window), all_again);
        let doubtful = ProjectRead { listed_whole: false, ..mark };
        let compared = Reading { compared: true, ..later };
        assert_eq!(what(SyncMode::Census, Some(doubtful), &everything), compared);
    }

    #[test]
    fn boundary_stays_until_everything_is_read() {
        let everything = PerformanceSettings::default();
        let window = PerformanceSettings { first_sync: FirstSync::Lookback, ..everything.clone() };
        let boundary = at("2026-11-20T12:00:00Z");
        let mark =
            ProjectRead { read_from: Some(boundary), ..read("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z") };
        let what = |mode, settings| reading(mode, Some(mark), settings, noon());
        assert_eq!(what(SyncMode::Census, &window).holds_from, Some(boundary));
        let from_start = Reading { begins: true, from: None, holds_from: None, compared: true };
        assert_eq!(what(SyncMode::Incremental, &everything), from_start);
        assert_eq!(what(SyncMode::Full, &window), Reading { begins: false, ..from_start });
    }

    #[test]
    fn clock_set_back_moves_the_lower_bound_back() {
        let read = read("2026-11-24T14:00:00Z", "2026-11-24T11:50:00Z");
        assert_eq!(lower_bound(&read, noon()), Some(at("2026-11-24T11:45:00Z")));
    }

    #[test]
    fn recently_updated_issue_does_not_move_the_watermark() {
        let listed_at = at("2026-11-24T12:00:00Z");
        let updated = [Some(at("2026-11-24T11:00:00Z")), Some(at("2026-11-24T11:56:00Z")), None];
        assert_eq!(watermark_of(&updated, listed_at), Some(at("2026-11-24T11:00:00Z")));
        assert_eq!(watermark_of(&updated[1..], listed_at), None);
    }
}
