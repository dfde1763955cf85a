use crate::{settings::SettingsError, store::StoreError};

/// What can fail in the scheduler.
#[derive(Debug, thiserror::Error)]
pub enum SchedulerError {
    /// Settings cannot be read or changed, for example because of `sync_config.json`.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Database(#[from] StoreError),
    /// Planning the schedule took too long.
    #[error("The database did not answer the planner in time; the next beat tries again.")]
    TimeLimit,
}
