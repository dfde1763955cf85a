//! Faults to inject: which requests go wrong, how, and how often.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::rng::Rng;

mod answer;

pub(crate) use answer::{answer, bucket, truncated};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// Cloud's 429: `Retry-After` in seconds, `X-RateLimit-Reset`, `RateLimit-Reason`.
    RateLimited {
        /// Seconds; left out of the answer when `None`.
        retry_after: Option<u64>,
        /// Value of `RateLimit-Reason`, such as `jira-burst-based`.
        reason: Option<String>,
    },
    /// Data Center's 429 with its token bucket headers; `Retry-After: 0` while tokens are left.
    BucketEmpty {
        /// Seconds.
        retry_after: u64,
    },
    /// A 429 or 503 whose `Retry-After` is a date so many seconds ahead of the site's clock.
    RetryAfterDate {
        /// HTTP status.
        status: u16,
        /// Seconds ahead.
        seconds: i64,
    },
    /// Any status with any headers and body.
    Status {
        /// HTTP status.
        status: u16,
        /// Headers to send.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Body; Jira's error object when `None`.
        #[serde(default)]
        body: Option<String>,
    },
    /// An HTML page, as proxies answer.
    Html {
        /// HTTP status.
        status: u16,
    },
    /// No body at all.
    Empty {
        /// HTTP status.
        status: u16,
    },
    /// RFC 7807 `application/problem+json`.
    Problem {
        /// HTTP status.
        status: u16,
    },
    /// The right answer, cut in half, with a correct length: broken JSON.
    Truncated,
    /// The connection breaks after half of the right answer.
    Reset,
    /// The right answer, late.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// Data Center's 403 after too many failed logins.
    Captcha,
    /// 400: the page token has expired.
    ExpiredToken,
    /// The answer's `nextPageToken` is the one that was sent, or one for the first page.
    RepeatedToken,
    /// `bulkfetch` reports the first so many issues in `issueErrors`.
    IssueErrors {
        /// How many.
        count: usize,
    },
}

/// A rule: which requests, how often, what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Start of the path; empty for all paths.
    #[serde(default)]
    pub path: String,
    /// Text that the decoded query or the body must contain.
    #[serde(default)]
    pub contains: Option<String>,
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
        Self { path: path.to_owned(), contains: None, skip: 0, times: None, percent: 100, fault }
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
}

/// The rules in force. Cheap to clone; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Rules>>);

#[derive(Debug, Default)]
struct Rules {
    rules: Vec<Fault>,
    failing: Vec<String>,
    dice: u64,
    hits: u64,
}

impl Faults {
    /// Adds a rule; of several that match, the oldest hits.
    pub fn add(&self, fault: Fault) {
        self.lock().rules.push(fault);
    }

    /// From now on every search that names this project is answered with 400, "does not exist for the
    /// field 'project'", while the project stays listed.
    pub fn fail_project(&self, key: &str) {
        self.lock().failing.push(key.to_owned());
    }

    /// Removes all rules and failing projects.
    pub fn clear(&self) {
        let mut rules = self.lock();
        rules.rules.clear();
        rules.failing.clear();
    }

    /// The rules that are left.
    pub fn rules(&self) -> Vec<Fault> {
        self.lock().rules.clone()
    }

    /// How many requests were hit since the start.
    pub fn hits(&self) -> u64 {
        self.lock().hits
    }

    pub(crate) fn failing(&self) -> Vec<String> {
        self.lock().failing.clone()
    }

    /// The fault for a request, if any; counts it.
    pub(crate) fn take(&self, path: &str, text: &str) -> Option<FaultKind> {
        let mut rules = self.lock();
        rules.dice += 1;
        let roll = Rng::of(rules.dice, 1, 0, 0).below(100);
        let fits =
            |r: &Fault| path.starts_with(&r.path) && r.contains.as_ref().is_none_or(|c| text.contains(c));
        let index = rules.rules.iter().position(|r| fits(r) && roll < r.percent)?;
        let rule = &mut rules.rules[index];
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        let kind = rule.fault.clone();
        if let Some(times) = &mut rule.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                rules.rules.remove(index);
            }
        }
        rules.hits += 1;
        Some(kind)
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_count_down_and_skip() {
        let faults = Faults::default();
        faults.add(Fault::on("/a", FaultKind::Truncated).skip(1).times(2));
        let hit = |path: &str| faults.take(path, "").is_some();
        assert!(!hit("/b"));
        assert!(!hit("/a/1"));
        assert!(hit("/a/1") && hit("/a"));
        assert!(!hit("/a"));
        assert_eq!(faults.hits(), 2);
    }

    #[test]
    fn contents_choose_requests() {
        let faults = Faults::default();
        faults.add(Fault::on("", FaultKind::Reset).containing("project = 10001"));
        assert!(faults.take("/x", "jql=project = 10002").is_none());
        assert!(faults.take("/x", "jql=project = 10001").is_some());
    }
}
