//! The runs of this process. However late their heartbeats are, this process never takes them for dead.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::RunHandle;
use crate::store::{RunId, Runs};

/// The lease of each run of this process.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct HeldRuns(Arc<Mutex<HashMap<RunId, Duration>>>);

/// While this exists, the run counts as one of this process.
#[derive(Debug)]
pub struct Held {
    runs: HeldRuns,
    run_id: RunId,
}

impl HeldRuns {
    pub(in crate::store) fn lease_of(&self, run_id: RunId) -> Option<Duration> {
        self.all().get(&run_id).copied()
    }

    pub(in crate::store) fn contains(&self, run_id: RunId) -> bool {
        self.all().contains_key(&run_id)
    }

    fn all(&self) -> MutexGuard<'_, HashMap<RunId, Duration>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Runs<'_> {
    /// Marks the run as one of this process; each of its heartbeats extends the lease by `lease`.
    pub fn hold(&self, handle: &RunHandle, lease: Duration) -> Held {
        let runs = self.database.held_runs().clone();
        runs.all().insert(handle.run_id, lease);
        Held { runs, run_id: handle.run_id }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.runs.all().remove(&self.run_id);
    }
}
