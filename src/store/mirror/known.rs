//! What a run knows of one of Jira's lists.

use std::collections::BTreeSet;

/// A reference list as far as it is known: nothing of it, unless it says more.
#[derive(Clone, Debug)]
pub struct Known<R> {
    /// As Jira has them now.
    pub rows: Vec<R>,
    /// Which of the other rows Jira has no longer.
    pub scope: Scope,
}

/// Of which stored rows it is known that they are gone, if Jira did not list them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Of none: the list could not be read, or not all of it.
    #[default]
    Nothing,
    /// Of all.
    Everything,
    /// Of those that belong to one of these, by the column that says so: the lists of the others could not be read.
    Of { column: &'static str, owners: BTreeSet<i64> },
}

impl<R> Default for Known<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), scope: Scope::Nothing }
    }
}
