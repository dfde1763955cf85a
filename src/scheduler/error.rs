use crate::{config::sync_config::SyncConfigError, store::StoreError};

/// What keeps the scheduler from its work.
#[derive(Debug, thiserror::Error)]
pub enum SchedulerError {
    /// `sync_config.json` cannot be read or written.
    #[error(transparent)]
    File(#[from] SyncConfigError),
    #[error(transparent)]
    Database(#[from] StoreError),
    /// A look at the schedule took too long.
    #[error("The database did not answer the planner in time; the next beat tries again.")]
    TimeLimit,
}
