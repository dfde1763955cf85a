//! Rules for the requests that fail.

use serde::{Deserialize, Serialize};

use super::FaultKind;

/// A rule: which requests fail, how often, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Start of the path; empty for all paths. `*` matches one segment, and `$` the end of the path:
    /// `/rest/agile/1.0/board$` matches the boards but not their sprints.
    #[serde(default)]
    pub path: String,
    /// Text that the decoded query or the body must contain.
    #[serde(default)]
    pub contains: Option<String>,
    /// Only responses that contain this issue, by id or key: its document, changelog or lists. A listing from the index
    /// (ids, keys, plain fields) does not count.
    #[serde(default)]
    pub issue: Option<String>,
    /// With `issue`: also listings that name it.
    #[serde(default)]
    pub listed: bool,
    /// Number of matching requests to leave alone first.
    #[serde(default)]
    pub skip: u64,
    /// Maximum number of requests that fail; `None` = no limit.
    #[serde(default)]
    pub times: Option<u64>,
    /// Probability that a matching request fails, in percent.
    #[serde(default = "always")]
    pub percent: u64,
    /// How they fail.
    pub fault: FaultKind,
}

const fn always() -> u64 {
    100
}

impl Fault {
    /// A rule for every request whose path starts with `path`.
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

    /// Limits it to the next `n` requests.
    pub fn times(self, n: u64) -> Self {
        Self { times: Some(n), ..self }
    }

    /// Leaves the next `n` requests alone first.
    pub fn skip(self, n: u64) -> Self {
        Self { skip: n, ..self }
    }

    /// Limits it to requests with this text in their query or body.
    pub fn containing(self, text: &str) -> Self {
        Self { contains: Some(text.to_owned()), ..self }
    }

    /// Limits it to a percentage of requests, chosen by a fixed sequence.
    pub fn percent(self, percent: u64) -> Self {
        Self { percent, ..self }
    }

    /// Limits it to responses that contain this issue; see [`Fault::issue`].
    pub fn holding(self, issue: &str) -> Self {
        Self { issue: Some(issue.to_owned()), ..self }
    }

    /// Includes listings that name the issue.
    pub fn also_listed(self) -> Self {
        Self { listed: true, ..self }
    }

    /// Whether the rule matches the path and the text of a request.
    pub(crate) fn fits(&self, path: &str, text: &str) -> bool {
        is_under(path, &self.path) && self.contains.as_ref().is_none_or(|c| text.contains(c))
    }
}

/// Whether a path matches the pattern.
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
    fn star_matches_a_segment_and_dollar_the_end() {
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
