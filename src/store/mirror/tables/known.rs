//! What a run knows about one of Jira's lists.

use std::collections::BTreeSet;

/// A reference list, as far as it is known. The default knows nothing.
#[derive(Clone, Debug)]
pub struct Known<R> {
    /// The rows that Jira lists.
    pub rows: Vec<R>,
    /// Which of the other stored rows are gone.
    pub scope: Scope,
}

/// Which stored rows are gone if Jira did not list them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// None: the list could not be read completely.
    #[default]
    Nothing,
    /// All.
    Everything,
    /// Those that belong to one of these owners, by this column: the lists of the others could not be read.
    Of { column: &'static str, owners: BTreeSet<i64> },
}

impl<R> Default for Known<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), scope: Scope::Nothing }
    }
}
