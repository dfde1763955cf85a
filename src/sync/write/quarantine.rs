//! What is quarantined, and when it is retried: soon at first, then less and less often. Pure.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    jira::wire::Unreadable,
    store::{
        IssueId,
        mirror::{Attempts, QuarantineKey, Quarantined},
    },
    sync::rows::id,
};

/// The pause after the first attempt. Each further attempt doubles it.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(2);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);

fn is_due(entry: &Attempts, now: DateTime<Utc>) -> bool {
    let doublings = entry.attempts.clamp(1, 16) - 1;
    let pause = FIRST_PAUSE * (1 << doublings);
    now - entry.last_seen_at >= pause.min(LONGEST_PAUSE)
}

/// The issues whose next attempt is not due.
pub(in crate::sync) fn resting(entries: &[Attempts], now: DateTime<Utc>) -> HashSet<u64> {
    issues(entries.iter().filter(|entry| !is_due(entry, now)))
}

/// The issues whose remote links are not due for their next attempt.
pub(in crate::sync) fn resting_links(entries: &[Attempts], now: DateTime<Utc>) -> HashSet<IssueId> {
    issues_of_links(entries.iter().filter(|entry| !is_due(entry, now))).collect()
}

/// The issues whose remote links are quarantined.
pub(in crate::sync) fn issues_of_links<'a>(
    entries: impl IntoIterator<Item = &'a Attempts>,
) -> impl Iterator<Item = IssueId> {
    entries.into_iter().filter_map(|entry| match entry.key {
        QuarantineKey::RemoteLinks(id) => Some(id),
        QuarantineKey::Issue(_) | QuarantineKey::Unidentified(_) => None,
    })
}

/// The issues whose next attempt is due.
pub(in crate::sync) fn due(entries: &[Attempts], now: DateTime<Utc>) -> HashSet<u64> {
    issues(entries.iter().filter(|entry| is_due(entry, now)))
}

fn issues<'a>(entries: impl Iterator<Item = &'a Attempts>) -> HashSet<u64> {
    entries.filter_map(|entry| entry.key.issue_id()).map(IssueId::to_jira).collect()
}

/// A document that is not a readable issue.
pub(in crate::sync) fn unreadable(unreadable: Unreadable) -> Quarantined {
    let text =
        |member: &str| unreadable.document.get(member).and_then(|value| value.as_str()).map(str::to_owned);
    let hash = || format!("{:016x}", xxh3_64(unreadable.document.to_string().as_bytes()));
    let key = match unreadable.id {
        Some(issue_id) => QuarantineKey::Issue(id(issue_id)),
        None => QuarantineKey::Unidentified(text("key").unwrap_or_else(hash)),
    };
    Quarantined { key, document: unreadable.document.clone(), reason: unreadable.reason.clone() }
}

/// An issue that the database refused, or that Jira does not deliver (its document is null then).
pub(in crate::sync) fn refused(issue_id: u64, document: serde_json::Value, reason: String) -> Quarantined {
    Quarantined { key: QuarantineKey::Issue(id(issue_id)), document, reason }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pause_doubles_up_to_a_day() {
        let at: DateTime<Utc> = "2026-11-27T12:00:00Z".parse().unwrap();
        let after = |attempts, minutes| {
            let entry = Attempts { key: QuarantineKey::Issue(IssueId(7)), attempts, last_seen_at: at };
            is_due(&entry, at + TimeDelta::minutes(minutes))
        };
        assert!(!after(1, 1) && after(1, 2));
        assert!(!after(3, 7) && after(3, 8));
        assert!(!after(40, 24 * 60 - 1) && after(40, 24 * 60));
    }

    #[test]
    fn unidentified_document_is_neither_resting_nor_due() {
        let at: DateTime<Utc> = "2026-11-27T12:00:00Z".parse().unwrap();
        let entry = |key, last_seen_at| Attempts { key, attempts: 1, last_seen_at };
        let issue = |id| QuarantineKey::Issue(IssueId(id));
        let entries = [
            entry(QuarantineKey::Unidentified("ABC-7".to_owned()), at),
            entry(QuarantineKey::RemoteLinks(IssueId(3)), at),
            entry(issue(1), at),
            entry(issue(2), at - TimeDelta::hours(1)),
        ];
        assert_eq!((resting(&entries, at), due(&entries, at)), (HashSet::from([1]), HashSet::from([2])));
    }

    #[test]
    fn document_without_id_is_identified_by_key_or_hash() {
        let unreadable = |document| Unreadable { id: None, document, reason: "no id".to_owned() };
        assert_eq!(super::unreadable(unreadable(json!({"key": "A-1"}))).key.to_string(), "A-1");
        let odd = super::unreadable(unreadable(json!(7)));
        assert_eq!((odd.key.to_string().len(), odd.document), (16, json!(7)));
    }
}
