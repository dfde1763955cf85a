//! Test cases of other schedulers, run against ours. Every difference is listed with its reason, and no difference is
//! listed that does not occur.

mod expressions;
mod planner;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::support::shared::shared;

/// Why we differ on purpose, and the ids of the cases concerned.
type Differences = &'static [(&'static str, &'static [&'static str])];

/// The cases of a file in `../shared`; `None`, after printing a line that says so, if it is missing.
fn cases<T: DeserializeOwned>(file: &str) -> Option<Vec<T>> {
    let text = String::from_utf8(shared(&format!("cron/{file}"))?).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Runs all cases and compares the actual differences with the listed ones.
fn run<T>(
    cases: &[T],
    expected_count: usize,
    differences: Differences,
    id: impl Fn(&T) -> &str,
    check: impl Fn(&T) -> Result<(), String>,
) {
    assert_eq!(cases.len(), expected_count, "the file has other cases than this test knows");
    let listed = differences.iter().flat_map(|(reason, ids)| ids.iter().map(move |id| (*id, *reason)));
    let mut unseen: BTreeMap<_, _> = listed.collect();
    let mut wrong = Vec::new();
    for case in cases {
        match (check(case), unseen.remove(id(case))) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Err(difference), None) => wrong.push(format!("{}: {difference}", id(case))),
            (Ok(()), Some(reason)) => {
                wrong.push(format!("{} agrees, though listed as: {reason}", id(case)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(unseen.is_empty(), "listed, but not in the file: {unseen:?}");
}
