//! Lists inside an issue, which are often truncated.

/// The part of a list that an issue contains, and the length of the whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline<T> {
    /// The items that could be read.
    pub items: Vec<T>,
    /// The length of the whole list according to Jira. `None` if the issue does not contain the list.
    pub total: Option<u64>,
    /// Number of items received, including those that could not be read.
    pub received: u64,
}

impl<T> Inline<T> {
    /// Whether all items were received. An absent list is not complete.
    pub fn is_complete(&self) -> bool {
        self.total.is_some_and(|total| self.received >= total)
    }
}

impl<T> Default for Inline<T> {
    fn default() -> Self {
        Self { items: Vec::new(), total: None, received: 0 }
    }
}
