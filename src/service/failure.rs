use app::error::ApiError;

use crate::{scheduler::SchedulerError, settings::SettingsError, store::StoreError};

/// A store error for the caller. The database's own message goes to the log, not to the caller.
pub(super) fn store(error: StoreError) -> ApiError {
    if error.is_unreachable() {
        tracing::warn!(%error, "the database does not respond");
        return ApiError::unavailable(
            "The database does not respond. Check that it is running, and check DATABASE_URL.",
        );
    }
    match error {
        StoreError::Refused(error) => {
            tracing::error!(%error, "the database refused a statement");
            ApiError::internal("The database refused a statement; the log says why.")
        }
        other => internal(other),
    }
}

fn internal(error: impl std::fmt::Display) -> ApiError {
    ApiError::internal(error.to_string())
}

/// A scheduler error for the caller.
pub(super) fn scheduler(error: SchedulerError) -> ApiError {
    match error {
        SchedulerError::Database(error) => store(error),
        SchedulerError::Settings(error) => settings(error),
        SchedulerError::TimeLimit => ApiError::unavailable(error.to_string()),
    }
}

/// A settings error for the caller.
pub(super) fn settings(error: SettingsError) -> ApiError {
    match error {
        SettingsError::Database(error) => store(error),
        SettingsError::File(error) => internal(error),
        SettingsError::NotAllowed(errors) => ApiError::invalid(errors),
    }
}
