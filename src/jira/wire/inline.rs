//! Lists that come inside an issue, often only in part.

/// The part of a list that came inside an issue, and how long the whole list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline<T> {
    /// What came and could be read.
    pub items: Vec<T>,
    /// How long Jira says the whole list is. `None` when the issue came without it.
    pub total: Option<u64>,
    /// How many items came, those that could not be read included.
    pub received: u64,
}

impl<T> Inline<T> {
    /// Whether nothing is left to be fetched. A list that did not come at all is not complete.
    pub fn is_complete(&self) -> bool {
        self.total.is_some_and(|total| self.received >= total)
    }
}

impl<T> Default for Inline<T> {
    fn default() -> Self {
        Self { items: Vec::new(), total: None, received: 0 }
    }
}
