//! Conditions on issues.

use crate::demo::data::Issue;
use crate::demo::site::{Head, State};

/// A condition on an issue. Times are in milliseconds, rounded to seconds as in the index.
#[derive(Clone, Debug)]
pub(super) enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Project(Vec<usize>),
    Id(Vec<u64>),
    /// Minimum and maximum number in the key, within a project.
    Number(usize, u64, u64),
    Updated(i64, i64),
    Created(i64, i64),
    Status(Vec<usize>),
    Type(Vec<usize>),
    Assignee(Vec<Option<usize>>),
    /// Any of these; `None` = without labels.
    Label(Vec<Option<String>>),
    Resolution(Vec<Option<usize>>),
    Summary(String),
}

impl Test {
    pub(super) fn holds(&self, head: &Head, state: &State) -> bool {
        let issue = |holds: &dyn Fn(&Issue) -> bool| state.issue(head.id).is_some_and(|i| holds(&i));
        match self {
            Self::And(parts) => parts.iter().all(|t| t.holds(head, state)),
            Self::Or(parts) => parts.iter().any(|t| t.holds(head, state)),
            Self::Not(inner) => !inner.holds(head, state),
            Self::Project(wanted) => wanted.contains(&head.project),
            Self::Id(ids) => ids.contains(&head.id),
            Self::Number(project, low, high) => {
                head.project == *project && head.number >= *low && head.number <= *high
            }
            Self::Updated(low, high) => head.updated >= *low && head.updated < *high,
            Self::Created(low, high) => head.created >= *low && head.created < *high,
            Self::Status(wanted) => issue(&|i| wanted.contains(&i.status)),
            Self::Type(wanted) => issue(&|i| wanted.contains(&(i.kind as usize))),
            Self::Assignee(wanted) => issue(&|i| wanted.contains(&i.assignee)),
            Self::Label(wanted) => issue(&|i| {
                wanted.iter().any(|label| match label {
                    Some(label) => i.labels.contains(label),
                    None => i.labels.is_empty(),
                })
            }),
            Self::Resolution(wanted) => issue(&|i| wanted.contains(&i.resolution)),
            Self::Summary(word) => issue(&|i| i.summary.to_lowercase().contains(word)),
        }
    }
}
