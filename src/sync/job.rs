//! The interface of an engine: it takes a job and returns a result.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::store::{RunHandle, RunOrder, RunProgress, RunResult};

/// Carries out claimed runs.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Runs to the end, or to the next page boundary after `job.stop` was cancelled. When the future is
    /// dropped (the run was taken over), all its work must end with it.
    async fn run(&self, job: Job) -> RunResult;

    /// Whether any site is enabled, according to the settings as of now or a few seconds ago. While none is, nothing is
    /// planned and no run starts.
    async fn has_site(&self) -> bool {
        true
    }
}

/// A run to be carried out.
#[derive(Clone, Debug)]
pub struct Job {
    pub handle: RunHandle,
    pub order: RunOrder,
    /// Kept up to date by the engine, stored by the heartbeat.
    pub progress: ProgressCell,
    /// Cancelled when the run is to stop.
    pub stop: CancellationToken,
}

/// Whether `key` is one of these project keys. Case is ignored: people may type keys in lower case.
pub(super) fn is_named(projects: &[String], key: &str) -> bool {
    projects.iter().any(|named| named.eq_ignore_ascii_case(key))
}

/// Where a run stands, shared between the engine and the heartbeat.
#[derive(Clone, Debug, Default)]
pub struct ProgressCell(Arc<Mutex<RunProgress>>);

impl ProgressCell {
    /// The state as of now.
    pub fn snapshot(&self) -> RunProgress {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the state.
    pub fn update(&self, change: impl FnOnce(&mut RunProgress)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
