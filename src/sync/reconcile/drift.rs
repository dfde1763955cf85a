//! How the mirror of a project differs from Jira's list. Pure.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::{
    store::{IssueId, mirror::StoredIssue},
    sync::{read::stamps::IssueStamps, rows::id},
};

/// What explains a difference.
#[derive(Clone, Debug, Default)]
pub(in crate::sync) struct Explained {
    /// The first reading only asked for issues updated since then.
    pub holds_from: Option<DateTime<Utc>>,
    /// The next sync reads everything updated since then.
    pub read_until: Option<DateTime<Utc>>,
    /// Quarantined issues, which are retried separately.
    pub quarantined: HashSet<u64>,
}

/// The ids of differing issues, by kind of difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sync) struct Drift {
    /// Listed, but not in the mirror or marked as gone there.
    pub missing: Vec<u64>,
    /// Listed with an `updated` that differs from the mirror's.
    pub outdated: Vec<u64>,
    /// In the mirror, but not listed.
    pub surplus: Vec<u64>,
    /// Missing or outdated because they changed since the mirror was last read.
    pub pending: Vec<u64>,
    /// Missing or outdated because they are quarantined.
    pub quarantined: Vec<u64>,
    /// How many are listed, but not in the mirror because they are older than its boundary.
    pub older: usize,
}

impl Drift {
    /// Compares a list with the stored issues of the same project.
    pub(in crate::sync) fn between(listed: &IssueStamps, stored: &[StoredIssue], known: &Explained) -> Self {
        let mut drift = Self::default();
        let mut unseen = listed.clone();
        for issue in stored {
            let issue_id = issue.id.to_jira();
            match unseen.remove(&issue_id) {
                Some(updated) if issue.live && updated == issue.updated_at => {}
                Some(updated) => drift.differs(issue_id, updated, issue.live, known),
                None if issue.settled => {}
                None => drift.surplus.push(issue_id),
            }
        }
        for (issue_id, updated) in unseen {
            if updated.is_some() && updated < known.holds_from {
                drift.older += 1;
            } else {
                drift.differs(issue_id, updated, false, known);
            }
        }
        drift
    }

    fn differs(&mut self, issue_id: u64, updated: Option<DateTime<Utc>>, live: bool, known: &Explained) {
        let place = if known.quarantined.contains(&issue_id) {
            &mut self.quarantined
        } else if known.read_until.is_some() && updated >= known.read_until {
            &mut self.pending
        } else if live {
            &mut self.outdated
        } else {
            &mut self.missing
        };
        place.push(issue_id);
    }
}

/// Ids as the tables store them.
pub(in crate::sync) fn stored_ids(ids: &[u64]) -> Vec<IssueId> {
    ids.iter().copied().map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u32) -> Option<DateTime<Utc>> {
        format!("2026-11-24T12:00:{second:02}Z").parse().ok()
    }

    fn stored(id: i64, second: u32, live: bool, settled: bool) -> StoredIssue {
        StoredIssue { id: IssueId(id), updated_at: at(second), live, settled }
    }

    #[test]
    fn every_issue_is_equal_missing_outdated_or_surplus() {
        let listed = IssueStamps::from([(1, at(1)), (2, at(2)), (3, at(3)), (4, at(4))]);
        let mirror = [
            stored(1, 1, true, false),
            stored(2, 1, true, false),
            stored(3, 3, false, true),
            stored(5, 5, true, false),
            stored(6, 6, false, true),
            stored(7, 7, false, false),
        ];
        let drift = Drift::between(&listed, &mirror, &Explained::default());
        let expected =
            Drift { missing: vec![3, 4], outdated: vec![2], surplus: vec![5, 7], ..Drift::default() };
        assert_eq!(drift, expected);
    }

    #[test]
    fn explained_difference_is_neither_missing_nor_outdated() {
        let listed =
            IssueStamps::from([(1, at(10)), (2, at(30)), (3, at(50)), (4, at(30)), (5, at(51)), (6, None)]);
        let mirror = [stored(4, 5, true, false), stored(5, 5, true, false)];
        let known = Explained { holds_from: at(20), read_until: at(50), quarantined: HashSet::from([2, 4]) };
        let expected = Drift {
            missing: vec![6],
            pending: vec![5, 3],
            quarantined: vec![4, 2],
            older: 1,
            ..Drift::default()
        };
        assert_eq!(Drift::between(&listed, &mirror, &known), expected);
        // Older than the first reading, but in the mirror: it is compared like any other.
        let old = [stored(1, 5, true, false)];
        assert_eq!(Drift::between(&IssueStamps::from([(1, at(10))]), &old, &known).outdated, [1]);
    }
}
