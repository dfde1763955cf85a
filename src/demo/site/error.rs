//! Errors of changes to a site.

/// Why a change failed.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// Nothing has this id, key or name.
    #[error("there is no {0} `{1}` on this sample site")]
    NotFound(&'static str, String),
    /// The value cannot be used.
    #[error("{0}")]
    Invalid(String),
}

pub(super) fn not_found(what: &'static str, name: &str) -> ControlError {
    ControlError::NotFound(what, name.to_owned())
}
