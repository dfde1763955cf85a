//! The runs that this process carries out: whatever delays their heartbeats, it never takes them for dead itself.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::RunHandle;
use crate::store::{RunId, Runs};

/// The lease of each run that this process carries out.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct HeldRuns(Arc<Mutex<HashMap<RunId, Duration>>>);

/// As long as it lives, the run counts as carried out by this process.
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
    /// Says that this process is at work on the run, which its heartbeats keep for another `lease` each.
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
