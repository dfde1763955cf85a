//! When a quarantined issue is tried again: soon at first, and ever less often. Pure.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::store::{IssueId, mirror::Attempts};

/// The pause after the first attempt; doubled by each further one.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(2);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);

fn is_due(entry: &Attempts, now: DateTime<Utc>) -> bool {
    let doublings = entry.attempts.clamp(1, 16) - 1;
    let pause = FIRST_PAUSE * (1 << doublings);
    now - entry.last_seen_at >= pause.min(LONGEST_PAUSE)
}

/// The issues that are not to be tried yet.
pub(in crate::sync) fn resting(entries: &[Attempts], now: DateTime<Utc>) -> HashSet<u64> {
    issues(entries.iter().filter(|entry| !is_due(entry, now)))
}

/// The keys of what is not to be tried yet.
pub(in crate::sync) fn resting_keys(entries: &[Attempts], now: DateTime<Utc>) -> HashSet<String> {
    entries.iter().filter(|entry| !is_due(entry, now)).map(|entry| entry.document_key.clone()).collect()
}

/// The issues whose next attempt is due.
pub(in crate::sync) fn due(entries: &[Attempts], now: DateTime<Utc>) -> HashSet<u64> {
    issues(entries.iter().filter(|entry| is_due(entry, now)))
}

fn issues<'a>(entries: impl Iterator<Item = &'a Attempts>) -> HashSet<u64> {
    entries.filter_map(|entry| entry.issue_id).map(IssueId::to_jira).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_a_day() {
        let at: DateTime<Utc> = "2026-11-27T12:00:00Z".parse().unwrap();
        let after = |attempts, minutes| {
            let entry = Attempts {
                document_key: "7".to_owned(),
                issue_id: Some(IssueId(7)),
                attempts,
                last_seen_at: at,
            };
            is_due(&entry, at + TimeDelta::minutes(minutes))
        };
        assert!(!after(1, 1) && after(1, 2));
        assert!(!after(3, 7) && after(3, 8));
        assert!(!after(40, 24 * 60 - 1) && after(40, 24 * 60));
    }

    #[test]
    fn what_is_no_issue_is_neither_resting_nor_due() {
        let at: DateTime<Utc> = "2026-11-27T12:00:00Z".parse().unwrap();
        let entry = |issue_id: Option<i64>, last_seen_at| Attempts {
            document_key: String::new(),
            issue_id: issue_id.map(IssueId),
            attempts: 1,
            last_seen_at,
        };
        let entries = [entry(None, at), entry(Some(1), at), entry(Some(2), at - TimeDelta::hours(1))];
        assert_eq!((resting(&entries, at), due(&entries, at)), (HashSet::from([1]), HashSet::from([2])));
    }
}
