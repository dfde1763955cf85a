//! Kinds of faults.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A kind of fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// Cloud's 429 with `Retry-After` in seconds, `X-RateLimit-Reset` and `RateLimit-Reason`.
    RateLimited {
        /// Seconds; `None` = without the header.
        retry_after: Option<u64>,
        /// Value of `RateLimit-Reason`, such as `jira-burst-based`.
        reason: Option<String>,
    },
    /// Data Center's 429 with its token bucket headers; `Retry-After: 0` while tokens are left.
    BucketEmpty {
        /// Seconds.
        retry_after: u64,
    },
    /// A 429 or 503 whose `Retry-After` is a date, relative to the site's clock.
    RetryAfterDate {
        /// HTTP status.
        status: u16,
        /// Seconds from now.
        seconds: i64,
    },
    /// Any status with any headers and body.
    Status {
        /// HTTP status.
        status: u16,
        /// Headers to send.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Body; `None` = Jira's error object.
        #[serde(default)]
        body: Option<String>,
    },
    /// An HTML page, as sent by proxies.
    Html {
        /// HTTP status.
        status: u16,
    },
    /// An empty body.
    Empty {
        /// HTTP status.
        status: u16,
    },
    /// RFC 7807 `application/problem+json`.
    Problem {
        /// HTTP status.
        status: u16,
    },
    /// The first half of the correct response, with a matching length: invalid JSON.
    Truncated,
    /// The connection is lost after half of the correct response.
    Reset,
    /// The correct response, delayed.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// Data Center's 403 after too many failed logins.
    Captcha,
    /// A 400: the page token has expired.
    ExpiredToken,
    /// The `nextPageToken` in the response is the request's own token; on the first page, a token of the first page.
    RepeatedToken,
    /// `bulkfetch` reports the first issues in `issueErrors`. With a rule for one issue, it reports that issue.
    IssueErrors {
        /// Number of issues.
        #[serde(default)]
        count: usize,
    },
    /// The 401 for a token that lacks a scope: this list is refused, the rest of Jira responds.
    ScopeMismatch,
    /// The correct response with the first occurrence of a text replaced.
    Replace {
        /// The text.
        text: String,
        /// The replacement, which need not be UTF-8.
        with: Vec<u8>,
    },
    /// The correct response after a byte order mark.
    ByteOrderMark,
    /// The correct response with a merge patch (RFC 7396) applied: `{"isLast": true}` together with a token, `{"count":
    /// 90}`, `{"lastPage": false, "until": 1000}`; null removes a member.
    Merge {
        /// The patch.
        members: Value,
    },
    /// The listing ends with this page, although more pages follow.
    EndsEarly,
    /// Page tokens loop: after some different ones, the first is repeated, and no page is the last.
    TokenCircle {
        /// Number of different tokens, at least 1.
        length: usize,
        /// Encodes the same token differently each time.
        #[serde(default)]
        fresh: bool,
    },
    /// `startAt` is ignored: every page is the first one.
    FirstPageAgain,
    /// The request is read, and no response is ever sent.
    Silence,
    /// The headers and the first half of the correct response are sent, then nothing more.
    Stall,
    /// The correct response, after which the project is archived.
    ThenArchive {
        /// Key or id.
        project: String,
    },
}
