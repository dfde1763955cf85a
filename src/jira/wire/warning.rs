//! What was odd in an answer, and where.

use std::fmt;

/// A value that could not be taken as documented. Nothing else of the answer is affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where, as `fields.comment.comments[3].created`.
    pub path: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Warning {
    /// The same in a larger document, where what it was noted in is at `root`.
    pub(crate) fn below(self, root: &str) -> Self {
        Self { path: format!("{root}.{}", self.path), ..self }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.problem)
    }
}

/// A value and what was odd while reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What could not.
    pub warnings: Vec<Warning>,
}
