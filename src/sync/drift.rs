//! What the mirror of a project and Jira's own list differ in. Pure.

use super::{heads::Heads, rows::id};
use crate::store::mirror::StoredIssue;

/// The ids of issues by what is wrong with the mirror's copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drift {
    /// Listed, and not in the mirror, or marked as gone there.
    pub missing: Vec<u64>,
    /// Listed with another `updated` than the mirror's.
    pub outdated: Vec<u64>,
    /// In the mirror, and not listed.
    pub surplus: Vec<u64>,
}

impl Drift {
    /// Compares a list with what is stored of the same project.
    pub(super) fn between(listed: &Heads, stored: &[StoredIssue]) -> Self {
        let mut drift = Self::default();
        let mut unseen = listed.clone();
        for issue in stored {
            let issue_id = issue.id.cast_unsigned();
            match unseen.remove(&issue_id) {
                Some(_) if !issue.live => drift.missing.push(issue_id),
                Some(updated) if updated != issue.updated_at => drift.outdated.push(issue_id),
                Some(_) => {}
                None if issue.settled => {}
                None => drift.surplus.push(issue_id),
            }
        }
        drift.missing.extend(unseen.into_keys());
        drift
    }

    /// Whether too much of what is stored would be gone to be believed.
    pub(super) fn is_suspicious(gone: usize, stored: &[StoredIssue]) -> bool {
        let held = stored.iter().filter(|issue| issue.live).count();
        app::model::is_suspicious(gone as u64, held as u64)
    }
}

/// Ids as the tables hold them.
pub(super) fn stored_ids(ids: &[u64]) -> Vec<i64> {
    ids.iter().copied().map(id).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    fn at(second: u32) -> Option<DateTime<Utc>> {
        format!("2026-11-24T12:00:{second:02}Z").parse().ok()
    }

    fn stored(id: i64, second: u32, live: bool, settled: bool) -> StoredIssue {
        StoredIssue { id, updated_at: at(second), live, settled }
    }

    #[test]
    fn every_issue_is_in_step_or_missing_or_outdated_or_surplus() {
        let listed = Heads::from([(1, at(1)), (2, at(2)), (3, at(3)), (4, at(4))]);
        let mirror = [
            stored(1, 1, true, false),
            stored(2, 1, true, false),
            stored(3, 3, false, true),
            stored(5, 5, true, false),
            stored(6, 6, false, true),
            stored(7, 7, false, false),
        ];
        let drift = Drift::between(&listed, &mirror);
        assert_eq!(drift, Drift { missing: vec![3, 4], outdated: vec![2], surplus: vec![5, 7] });
    }

    #[test]
    fn half_a_project_is_not_believed_to_be_gone() {
        let four: Vec<StoredIssue> = (1..=4).map(|id| stored(id, 1, true, false)).collect();
        let suspicious: Vec<bool> = (0..=4).map(|gone| Drift::is_suspicious(gone, &four)).collect();
        assert_eq!(suspicious, [false, false, true, true, true]);
    }
}
