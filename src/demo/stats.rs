//! Statistics of the requests to a site.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::auth::Viewer;

/// Number of requests to keep.
const MAX_REQUESTS: usize = 10_000;
/// Maximum length of a body to keep, in characters.
const MAX_BODY: usize = 4_000;

/// Counts since the start or the last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Connections opened.
    pub connections: u64,
    /// All requests except those to the control interface.
    pub requests: u64,
    /// By method and route, such as `GET /rest/api/3/issue/{issue}/comment`.
    pub endpoints: BTreeMap<String, u64>,
    /// Requests with wrong credentials.
    pub failed_sign_ins: u64,
    /// By HTTP status.
    pub statuses: BTreeMap<u16, u64>,
    /// Maximum number of requests in progress at the same time.
    pub max_concurrent: u64,
    /// The same by `Host` header.
    pub max_concurrent_by_host: BTreeMap<String, u64>,
    /// The same by method and route.
    pub max_concurrent_by_endpoint: BTreeMap<String, u64>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// When it arrived, in milliseconds since the first request.
    pub at_ms: u64,
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Query, not decoded.
    pub query: String,
    /// Body, truncated.
    pub body: String,
    /// Status of the response; 0 if it is in progress or the client disconnected.
    pub status: u16,
}

#[derive(Debug, Default)]
struct Inner {
    stats: Stats,
    total: u64,
    hosts: BTreeMap<String, u64>,
    endpoints: BTreeMap<String, u64>,
    lines: VecDeque<RequestLine>,
    began: Option<Instant>,
    forgotten: u64,
}

/// Counts requests. Cheap to clone; clones share the counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counter(Arc<Mutex<Inner>>);

/// A request in progress.
pub(crate) struct InProgress {
    counter: Counter,
    endpoint: String,
    host: String,
    line: u64,
    status: u16,
}

impl Counter {
    pub(crate) fn stats(&self) -> Stats {
        self.lock().stats.clone()
    }

    pub(crate) fn lines(&self) -> Vec<RequestLine> {
        self.lock().lines.iter().cloned().collect()
    }

    pub(crate) fn connected(&self) {
        self.lock().stats.connections += 1;
    }

    pub(crate) fn signed_in(&self, viewer: Viewer) {
        let failed = matches!(viewer, Viewer::Rejected | Viewer::Locked);
        self.lock().stats.failed_sign_ins += u64::from(failed);
    }

    /// Resets all counts except those of requests in progress.
    pub(crate) fn reset(&self) {
        let mut inner = self.lock();
        inner.stats = Stats::default();
        inner.forgotten += inner.lines.len() as u64;
        inner.lines.clear();
    }

    pub(crate) fn enter(&self, endpoint: String, host: String, mut line: RequestLine) -> InProgress {
        line.body = line.body.chars().take(MAX_BODY).collect();
        let mut inner = self.lock();
        let since = inner.began.get_or_insert_with(Instant::now).elapsed();
        line.at_ms = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        inner.total += 1;
        let by_host = up(&mut inner.hosts, &host);
        let by_endpoint = up(&mut inner.endpoints, &endpoint);
        let total = inner.total;
        let stats = &mut inner.stats;
        stats.requests += 1;
        *stats.endpoints.entry(endpoint.clone()).or_default() += 1;
        stats.max_concurrent = stats.max_concurrent.max(total);
        raise(&mut stats.max_concurrent_by_host, &host, by_host);
        raise(&mut stats.max_concurrent_by_endpoint, &endpoint, by_endpoint);
        inner.lines.push_back(line);
        if inner.lines.len() > MAX_REQUESTS {
            inner.lines.pop_front();
            inner.forgotten += 1;
        }
        let line = inner.forgotten + inner.lines.len() as u64 - 1;
        drop(inner);
        InProgress { counter: self.clone(), endpoint, host, line, status: 0 }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InProgress {
    pub(crate) fn answered(&mut self, status: u16) {
        self.status = status;
    }
}

impl Drop for InProgress {
    fn drop(&mut self) {
        let mut inner = self.counter.lock();
        inner.total -= 1;
        down(&mut inner.hosts, &self.host);
        down(&mut inner.endpoints, &self.endpoint);
        if self.status > 0 {
            *inner.stats.statuses.entry(self.status).or_default() += 1;
        }
        let index = self.line.checked_sub(inner.forgotten).and_then(|i| usize::try_from(i).ok());
        if let Some(line) = index.and_then(|i| inner.lines.get_mut(i)) {
            line.status = self.status;
        }
    }
}

fn up(counts: &mut BTreeMap<String, u64>, name: &str) -> u64 {
    let count = counts.entry(name.to_owned()).or_default();
    *count += 1;
    *count
}

fn down(counts: &mut BTreeMap<String, u64>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count -= 1;
    }
}

fn raise(most: &mut BTreeMap<String, u64>, name: &str, to: u64) {
    let most = most.entry(name.to_owned()).or_default();
    *most = (*most).max(to);
}
