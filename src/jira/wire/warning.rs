//! Warnings about values that are not as documented.

use std::fmt;

/// A value that is not as documented. The rest of the response is not affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The path, such as `fields.comment.comments[3].created`.
    pub path: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Warning {
    /// The same warning in a larger document, which contains the original one at `root`.
    pub(crate) fn below(self, root: &str) -> Self {
        Self { path: format!("{root}.{}", self.path), ..self }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.problem)
    }
}

/// A parsed value and its warnings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The value, as far as it could be read.
    pub value: T,
    /// What could not be read as documented.
    pub warnings: Vec<Warning>,
}
