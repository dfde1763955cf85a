//! Warnings gathered by their place, and documents that are quarantined. Pure.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::rows::id;
use crate::{
    jira::wire::{Issue, Unreadable, Warning},
    store::mirror::{Quarantined, WarningRow},
};

/// Different warnings of a page, or of a reading of lists, that are kept word for word.
pub(in crate::sync) const MOST: usize = 200;

/// The warnings of a page's issues, each place once.
#[derive(Default)]
pub(in crate::sync) struct Warnings(BTreeMap<(String, String), (String, i64)>);

impl Warnings {
    pub(in crate::sync) fn add(&mut self, issue: &Issue) {
        self.add_all(&issue.warnings, &issue.key);
    }

    /// Warnings about what is known by the name `example`; empty where it has none.
    pub(in crate::sync) fn add_all(&mut self, warnings: &[Warning], example: &str) {
        for Warning { path, problem } in warnings {
            let place = (without_indices(path), problem.clone());
            if self.0.len() < MOST || self.0.contains_key(&place) {
                self.0.entry(place).or_insert_with(|| (example.to_owned(), 0)).1 += 1;
            }
        }
    }

    pub(in crate::sync) fn into_rows(self) -> Vec<WarningRow> {
        let row =
            |((path, problem), (example_issue, count))| WarningRow { path, problem, example_issue, count };
        self.0.into_iter().map(row).collect()
    }
}

/// `comments[17].created` as `comments[*].created`.
pub(in crate::sync) fn without_indices(path: &str) -> String {
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

/// A document that is no issue.
pub(in crate::sync) fn unreadable(unreadable: Unreadable) -> Quarantined {
    let text =
        |member: &str| unreadable.document.get(member).and_then(|value| value.as_str()).map(str::to_owned);
    let hash = || format!("{:016x}", xxh3_64(unreadable.document.to_string().as_bytes()));
    Quarantined {
        document_key: unreadable.id.map(|id| id.to_string()).or_else(|| text("key")).unwrap_or_else(hash),
        issue_id: unreadable.id.map(id),
        document: unreadable.document.clone(),
        reason: unreadable.reason.clone(),
    }
}

/// An issue that the database refused, or that Jira does not deliver (its document is null then).
pub(in crate::sync) fn refused(issue_id: u64, document: serde_json::Value, reason: String) -> Quarantined {
    Quarantined { document_key: issue_id.to_string(), issue_id: Some(id(issue_id)), document, reason }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_told_without_its_position() {
        assert_eq!(
            without_indices("fields.comment.comments[17].items[0].x"),
            "fields.comment.comments[*].items[*].x"
        );
        assert_eq!(without_indices("fields.odd[name]"), "fields.odd[name]");
        assert_eq!(without_indices("summary"), "summary");
    }

    #[test]
    fn a_document_without_an_id_is_told_by_its_key_or_its_content() {
        let unreadable = |document| Unreadable { id: None, document, reason: "no id".to_owned() };
        assert_eq!(super::unreadable(unreadable(json!({"key": "A-1"}))).document_key, "A-1");
        let odd = super::unreadable(unreadable(json!(7)));
        assert_eq!((odd.document_key.len(), odd.document), (16, json!(7)));
    }
}
