//! What is asked of an engine: a job goes in, a result comes out.

use std::sync::{Arc, Mutex, PoisonError};

use app::model::{PerformanceSettings, SyncMode};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::store::{RunHandle, RunProgress, RunResult};

/// Carries out a claimed run.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Runs to the end, or to the next page boundary after `job.stop` was cancelled. When the future is
    /// dropped (the run was taken over), all its work must end with it.
    async fn run(&self, job: Job) -> RunResult;
}

/// All that one run needs to know.
#[derive(Clone, Debug)]
pub struct Job {
    pub handle: RunHandle,
    pub mode: SyncMode,
    pub selection: Selection,
    pub settings: PerformanceSettings,
    /// Somebody asked for it, just now.
    pub by_hand: bool,
    /// Kept up to date by the engine, stored by the heartbeat.
    pub progress: ProgressCell,
    /// Cancelled when the run is to stop.
    pub stop: CancellationToken,
}

/// The part of the mirror that a run reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only the site of this name.
    pub site: Option<String>,
    /// Only projects with these keys; all when empty.
    pub projects: Vec<String>,
    /// Even a great loss is marked: somebody has looked. Counts for the issues of the projects named, or, where a site
    /// is named and no project, for that site's projects that are out of sight; where nothing is named, for nothing.
    pub accept_losses: bool,
    /// The site of this name follows the Jira at its address, should it be another than before.
    pub accept_site: Option<String>,
}

impl Selection {
    /// Whether it is everything there is.
    pub fn is_whole(&self) -> bool {
        self.site.is_none() && self.projects.is_empty()
    }

    /// As it is kept with the run: null for everything.
    pub(crate) fn stored(&self) -> Option<serde_json::Value> {
        let Self { site, projects, .. } = self;
        let stored = Stored { site: site.clone(), projects: projects.clone() };
        (!self.is_whole()).then(|| serde_json::json!(stored))
    }

    /// The selection that [`Selection::stored`] made.
    ///
    /// # Errors
    ///
    /// If it has another form.
    pub(crate) fn of_stored(stored: Option<&serde_json::Value>) -> serde_json::Result<Self> {
        let Some(stored) = stored else { return Ok(Self::default()) };
        let Stored { site, projects } = Stored::deserialize(stored)?;
        Ok(Self { site, projects, ..Self::default() })
    }
}

/// The part of a selection that is kept with runs and schedules.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    site: Option<String>,
    #[serde(default)]
    projects: Vec<String>,
}

/// Whether `key` is one of these project keys. Jira writes keys in capitals, people need not.
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
