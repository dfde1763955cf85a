use app::error::FieldError;

use super::file::SyncConfigError;
use crate::store::StoreError;

/// Why a setting was not read or changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// `sync_config.json` cannot be read or written.
    #[error(transparent)]
    File(#[from] SyncConfigError),
    #[error(transparent)]
    Database(#[from] StoreError),
    /// One entry for each member that is not allowed.
    #[error("{}", .0.iter().map(|e| format!("{} {}", e.field, e.message)).collect::<Vec<_>>().join("; "))]
    NotAllowed(Vec<FieldError>),
}
