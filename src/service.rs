//! The services behind REST and pages: they turn rows into what people see.
//!
//! Architecture invariant: nothing here speaks SQL or calls Jira.

mod drift;
mod failure;
mod issues;
mod limits;
mod progress;
mod run_rows;
mod runs;
mod scheduler;
mod settings;
mod sizes;
mod status;
mod times;
mod webhooks;

use std::{path::PathBuf, sync::Arc};

use app::service::{Implementations, Services};

use crate::{
    runs::Runner,
    scheduler::{editor::ScheduleEditor, heartbeat::Heartbeat},
    settings::Settings,
    store::Database,
    sync::SyncEngine,
};

/// What the services need.
#[derive(Clone)]
pub struct Parts {
    pub database: Database,
    pub engine: Arc<SyncEngine>,
    pub settings: Settings,
    pub runner: Runner,
    pub editor: ScheduleEditor,
    pub heartbeat: Heartbeat,
    /// Where the data is stored, for the disk figures.
    pub data_folder: PathBuf,
}

/// The services of this process.
pub fn build(parts: Parts) -> Services {
    let sizes = sizes::Sizes::new(parts.database.clone());
    let scheduler = Arc::new(scheduler::Scheduler::new(
        parts.database.clone(),
        parts.editor,
        parts.heartbeat,
        parts.runner.clone(),
        sizes.clone(),
    ));
    Services::new(Implementations {
        runs: Arc::new(runs::Runs::new(parts.database.clone(), parts.runner.clone(), parts.settings.clone())),
        status: Arc::new(status::Status::new(
            parts.database.clone(),
            scheduler.clone(),
            parts.settings.clone(),
            sizes,
            parts.data_folder,
        )),
        drift: Arc::new(drift::DriftChecks::new(
            parts.database.clone(),
            parts.runner,
            parts.settings.clone(),
        )),
        webhooks: Arc::new(webhooks::Webhooks::new(parts.database.clone(), parts.engine)),
        settings: Arc::new(settings::PerformanceStore::new(parts.settings)),
        issues: Arc::new(issues::Issues::new(parts.database)),
        scheduler,
    })
}
