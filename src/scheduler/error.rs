use crate::{settings::SettingsError, store::StoreError};

/// What keeps the scheduler from its work.
#[derive(Debug, thiserror::Error)]
pub enum SchedulerError {
    /// Settings cannot be read or changed, such as for `sync_config.json`.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Database(#[from] StoreError),
    /// A look at the schedule took too long.
    #[error("The database did not answer the planner in time; the next beat tries again.")]
    TimeLimit,
}
