//! Sign-ins, and the lock after too many failures.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use axum::http::HeaderMap;

use super::Site;
use crate::demo::auth::Viewer;

/// Number of failed sign-ins since the last successful one.
#[derive(Debug, Default)]
pub(super) struct Failures(AtomicU32);

impl Site {
    /// The sender of a request, without counting a failed sign-in.
    pub(crate) fn viewer(&self, headers: &HeaderMap) -> Viewer {
        let settings = &self.read().settings;
        let viewer = Viewer::of(headers, self.config().edition, &settings.token);
        let locked = settings.lock_after.is_some_and(|most| self.failed_sign_ins() >= most);
        if locked && viewer != Viewer::Anonymous { Viewer::Locked } else { viewer }
    }

    /// The sender of a request. Failures are counted until a sign-in succeeds.
    pub(crate) fn sign_in(&self, headers: &HeaderMap) -> Viewer {
        let viewer = self.viewer(headers);
        match viewer {
            Viewer::Account => self.inner.failures.0.store(0, Relaxed),
            Viewer::Rejected => drop(self.inner.failures.0.fetch_add(1, Relaxed)),
            Viewer::Anonymous | Viewer::Locked => {}
        }
        viewer
    }

    /// The number of failed sign-ins since the last successful one.
    pub fn failed_sign_ins(&self) -> u32 {
        self.inner.failures.0.load(Relaxed)
    }

    /// Unlocks the account, as an administrator would.
    pub fn unlock(&self) {
        self.inner.failures.0.store(0, Relaxed);
    }
}
