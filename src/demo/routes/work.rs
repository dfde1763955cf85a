//! What the guard of a request and its handler tell each other.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::demo::faults::FaultKind;

/// A request under way.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) path: String,
    /// Decoded query and body.
    pub(super) text: String,
    /// What a rule for requests has in mind for it.
    fault: Option<FaultKind>,
    /// What a rule for an issue has in mind for an answer that holds it.
    hit: OnceLock<FaultKind>,
    /// Issues that were read for the answer.
    issues: AtomicU64,
}

impl Work {
    pub(super) fn new(path: String, text: String, fault: Option<FaultKind>) -> Self {
        Self { path, text, fault, hit: OnceLock::new(), issues: AtomicU64::new(0) }
    }

    pub(super) fn fault(&self) -> Option<&FaultKind> {
        self.fault.as_ref().or_else(|| self.hit.get())
    }

    /// The first fault that hits the answer for its contents is its own.
    pub(super) fn hit(&self, fault: FaultKind) {
        let _ = self.hit.set(fault);
    }

    pub(super) fn reads(&self, issues: usize) {
        self.issues.fetch_add(issues as u64, Relaxed);
    }

    pub(super) fn issues(&self) -> u64 {
        self.issues.load(Relaxed)
    }
}
