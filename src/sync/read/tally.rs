//! Compares how many issues of a project Jira lists with how many it counts.
//!
//! The count is an estimate on Cloud, and on Data Center it includes deleted issues that are still in the search index;
//! the list may be truncated. So if they differ, the project is listed again in another order. A small difference is a
//! warning; after a large one it is unknown what is missing, and the project is incomplete.

use crate::{
    store::Place,
    sync::{error::ProjectError, site_warnings::SiteWarnings},
};

/// The difference that is allowed in any project, in issues.
const FEW: u64 = 10;

/// The difference that is allowed, in percent of the count.
const PERCENT: u64 = 2;

/// How many issues of a query Jira lists, and how many it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sync) struct Tally {
    pub listed: u64,
    pub counted: u64,
    /// Whether Jira failed to count and `counted` is the length of a list in another order.
    uncounted: bool,
}

impl Tally {
    pub(in crate::sync) fn new(listed: u64, counted: u64) -> Self {
        Self { listed, counted, uncounted: false }
    }

    /// Compares a first list, a second one in another order, and both together. Issues may change between the two, so
    /// the figure closest to the count is used. If Jira fails to count, the lists are compared with each other.
    pub(in crate::sync) fn of_two(first: u64, second: u64, together: u64, counted: Option<u64>) -> Self {
        match counted {
            Some(counted) if second.abs_diff(counted) < together.abs_diff(counted) => {
                Self::new(second, counted)
            }
            Some(counted) => Self::new(together, counted),
            None => Self { uncounted: true, ..Self::new(together, first.max(second)) },
        }
    }

    pub(in crate::sync) fn agrees(self) -> bool {
        self.listed == self.counted
    }

    /// Whether the difference is larger than the possible error of a count; two lists may not differ at all.
    pub(in crate::sync) fn differs_too_much(self) -> bool {
        let off = self.listed.abs_diff(self.counted);
        if self.uncounted {
            off > 0
        } else {
            off > FEW && u128::from(off) * 100 > u128::from(PERCENT) * u128::from(self.counted)
        }
    }

    /// The error of a project whose list and count are far apart.
    pub(in crate::sync) fn incomplete(self) -> ProjectError {
        ProjectError::Incomplete { counted: self.counted, listed: self.listed }
    }

    /// Warns of a difference.
    ///
    /// # Errors
    ///
    /// [`ProjectError::Incomplete`] if it is a large one.
    pub(in crate::sync) fn judge(self, warnings: &SiteWarnings, place: &Place) -> Result<(), ProjectError> {
        let Self { listed, counted, uncounted } = self;
        if uncounted {
            warnings.add(
                place,
                "listing",
                "Jira failed to count the issues; two lists were compared instead",
            );
        }
        if self.differs_too_much() {
            return Err(self.incomplete());
        }
        if !self.agrees() {
            warnings.add(place, "listing", &format!("Jira counts {counted} issues and lists {listed}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_issues_or_two_percent_may_differ() {
        let far = |listed, counted| Tally::new(listed, counted).differs_too_much();
        assert!(!far(0, 10) && far(0, 11) && far(11, 0));
        assert!(!far(490, 500) && !far(510, 500));
        assert!(!far(980, 1000) && far(979, 1000) && far(1021, 1000));
        assert!(far(105, 305));
        assert!(far(1, u64::MAX), "whatever Jira claims");
        assert!(
            Tally::of_two(20, 20, 21, None).differs_too_much()
                && !Tally::of_two(20, 20, 20, None).differs_too_much()
        );
    }

    #[test]
    fn two_lists_are_compared_with_the_count_or_each_other() {
        let of = |first, second, together, counted| {
            let tally = Tally::of_two(first, second, together, counted);
            (tally.listed, tally.counted)
        };
        assert_eq!(of(90, 105, 290, Some(305)), (290, 305));
        assert_eq!(of(306, 305, 306, Some(305)), (305, 305), "one was deleted meanwhile");
        assert_eq!(of(305, 305, 305, None), (305, 305));
        assert_eq!(of(305, 20, 305, None), (305, 305));
        assert_eq!(of(105, 105, 200, None), (200, 105), "neither is whole");
    }
}
