//! The warnings of a page, counted by path and problem. Pure.

use std::collections::BTreeMap;

use crate::{
    jira::wire::{Issue, Warning},
    store::mirror::WarningRow,
};

/// How many different warnings are kept of a page, or of all lists.
pub(super) const MAX_WARNINGS: usize = 200;

/// The warnings of a page, each path and problem once.
#[derive(Default)]
pub(super) struct Warnings(BTreeMap<(String, String), (String, i64)>);

impl Warnings {
    pub(super) fn add(&mut self, issue: &Issue) {
        self.add_all(&issue.warnings, &issue.key);
    }

    /// Adds warnings about the issue with the key `example`; empty if they are about no issue.
    pub(super) fn add_all(&mut self, warnings: &[Warning], example: &str) {
        for Warning { path, problem } in warnings {
            let place = (without_indices(path), problem.clone());
            if self.0.len() < MAX_WARNINGS || self.0.contains_key(&place) {
                self.0.entry(place).or_insert_with(|| (example.to_owned(), 0)).1 += 1;
            }
        }
    }

    pub(super) fn into_rows(self) -> Vec<WarningRow> {
        let row =
            |((path, problem), (example_issue, count))| WarningRow { path, problem, example_issue, count };
        self.0.into_iter().map(row).collect()
    }
}

/// `comments[17].created` as `comments[*].created`.
pub(super) fn without_indices(path: &str) -> String {
    let mut parts = path.split('[');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push('[');
        match part.split_once(']') {
            Some((index, rest)) if index.parse::<u64>().is_ok() => {
                text.push_str("*]");
                text.push_str(rest);
            }
            _ => text.push_str(part),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warning_paths_have_no_list_positions() {
        assert_eq!(
            without_indices("fields.comment.comments[17].items[0].x"),
            "fields.comment.comments[*].items[*].x"
        );
        assert_eq!(without_indices("fields.odd[name]"), "fields.odd[name]");
        assert_eq!(without_indices("summary"), "summary");
    }
}
