//! Which requests go wrong.

use serde::{Deserialize, Serialize};

use super::FaultKind;

/// A rule: which requests, how often, what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Start of the path; empty for all paths. `*` stands for one segment, and `$` at the end for the end of the
    /// path: `/rest/agile/1.0/board$` are the boards and not their sprints.
    #[serde(default)]
    pub path: String,
    /// Text that the decoded query or the body must contain.
    #[serde(default)]
    pub contains: Option<String>,
    /// Only answers that hold this issue, by id or key: its document, its changelog, its lists. A listing of what
    /// the index knows (ids, keys, plain fields) does not hold it.
    #[serde(default)]
    pub issue: Option<String>,
    /// Together with `issue`: also listings that name it.
    #[serde(default)]
    pub listed: bool,
    /// Matching requests that are let through first.
    #[serde(default)]
    pub skip: u64,
    /// How many requests are hit; `None` has no end.
    #[serde(default)]
    pub times: Option<u64>,
    /// Chance of each matching request to be hit, in percent.
    #[serde(default = "always")]
    pub percent: u64,
    /// What happens to them.
    pub fault: FaultKind,
}

const fn always() -> u64 {
    100
}

impl Fault {
    /// Hits every request whose path starts with `path`.
    pub fn on(path: &str, fault: FaultKind) -> Self {
        Self {
            path: path.to_owned(),
            contains: None,
            issue: None,
            listed: false,
            skip: 0,
            times: None,
            percent: 100,
            fault,
        }
    }

    /// Only the next `n`.
    pub fn times(self, n: u64) -> Self {
        Self { times: Some(n), ..self }
    }

    /// Lets the next `n` through first.
    pub fn skip(self, n: u64) -> Self {
        Self { skip: n, ..self }
    }

    /// Only requests with this text in their query or body.
    pub fn containing(self, text: &str) -> Self {
        Self { contains: Some(text.to_owned()), ..self }
    }

    /// Only so many of a hundred, by a fixed sequence.
    pub fn percent(self, percent: u64) -> Self {
        Self { percent, ..self }
    }

    /// Only answers that hold this issue; see [`Fault::issue`].
    pub fn holding(self, issue: &str) -> Self {
        Self { issue: Some(issue.to_owned()), ..self }
    }

    /// Also listings that name the issue.
    pub fn also_listed(self) -> Self {
        Self { listed: true, ..self }
    }

    /// Whether path and text of a request are those of the rule.
    pub(crate) fn fits(&self, path: &str, text: &str) -> bool {
        is_under(path, &self.path) && self.contains.as_ref().is_none_or(|c| text.contains(c))
    }
}

/// Whether a path starts as the pattern says.
fn is_under(path: &str, pattern: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |start| (start, true));
    let mut parts = pattern.split('*');
    let mut rest = match path.strip_prefix(parts.next().unwrap_or_default()) {
        Some(rest) => rest,
        None => return false,
    };
    for part in parts {
        let segment = rest.find('/').unwrap_or(rest.len());
        rest = match rest[segment..].strip_prefix(part) {
            Some(rest) if segment > 0 => rest,
            _ => return false,
        };
    }
    rest.is_empty() || !whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_a_segment_and_a_dollar_is_the_end() {
        let links = "/rest/api/*/issue/*/remotelink";
        assert!(is_under("/rest/api/3/issue/10001/remotelink", links));
        assert!(!is_under("/rest/api/3/issue/10001/comment", links));
        assert!(!is_under("/rest/api/3/issue//remotelink", links));
        assert!(is_under("/rest/agile/1.0/board", "/rest/agile/1.0/board$"));
        assert!(!is_under("/rest/agile/1.0/board/1/sprint", "/rest/agile/1.0/board$"));
        assert!(is_under("/rest/api/2/issue/ORB-1", "/rest/api/*/issue/*$"));
        assert!(!is_under("/rest/api/2/issue/ORB-1/comment", "/rest/api/*/issue/*$"));
        assert!(is_under("/anything", "") && !is_under("/anything", "$"));
    }
}
