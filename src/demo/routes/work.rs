//! Data that the middleware and the handler of a request share.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::demo::faults::FaultKind;

/// A request in progress.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) path: String,
    /// Decoded query and body.
    pub(super) text: String,
    /// The fault from a rule for requests.
    fault: Option<FaultKind>,
    /// The fault from a rule for an issue in the response.
    hit: OnceLock<FaultKind>,
    /// Number of issues loaded for the response.
    issues: AtomicU64,
}

impl Work {
    pub(super) fn new(path: String, text: String, fault: Option<FaultKind>) -> Self {
        Self { path, text, fault, hit: OnceLock::new(), issues: AtomicU64::new(0) }
    }

    pub(super) fn fault(&self) -> Option<&FaultKind> {
        self.fault.as_ref().or_else(|| self.hit.get())
    }

    /// Sets the fault of an issue in the response; the first one counts.
    pub(super) fn hit(&self, fault: FaultKind) {
        let _ = self.hit.set(fault);
    }

    pub(super) fn add_issues(&self, issues: usize) {
        self.issues.fetch_add(issues as u64, Relaxed);
    }

    pub(super) fn issues(&self) -> u64 {
        self.issues.load(Relaxed)
    }
}
