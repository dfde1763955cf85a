//! What can go wrong.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// `bulkfetch` reports the first so many issues in `issueErrors`; of a rule for one issue, that issue.
    IssueErrors {
        /// How many.
        #[serde(default)]
        count: usize,
    },
    /// 401 of a token that lacks a scope: this list is refused, the rest of Jira answers.
    ScopeMismatch,
    /// The right answer, with other bytes where a text first stands in it.
    Replace {
        /// What is replaced.
        text: String,
        /// What takes its place; need not be UTF-8.
        with: Vec<u8>,
    },
    /// The right answer behind a byte order mark.
    ByteOrderMark,
    /// The right answer with these members (RFC 7396): `{"isLast": true}` beside a token, `{"count": 90}`,
    /// `{"lastPage": false, "until": 1000}`; null takes a member away.
    Merge {
        /// Members of the answer's object.
        members: Value,
    },
    /// The listing ends with this page, whatever follows.
    EndsEarly,
    /// Page tokens go in a circle: after so many different ones the first comes again, and no page is the last.
    TokenCircle {
        /// How many different tokens there are, at least 1.
        length: usize,
        /// Writes the same token in another way each time.
        #[serde(default)]
        fresh: bool,
    },
    /// `startAt` is not heeded: every page is the first one.
    FirstPageAgain,
    /// The connection is accepted, the request is read, and nothing ever comes.
    Silence,
    /// Headers and the first half of the right answer, and then nothing more.
    Stall,
    /// The right answer; when it is made, the project goes into the archive.
    ThenArchive {
        /// Key or id.
        project: String,
    },
}
