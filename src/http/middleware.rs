//! What every request passes: the base path, the host, the origin, the caller and headers.

pub(super) mod base_path;
pub(super) mod caller;
pub(super) mod guard;
pub(super) mod headers;
pub(super) mod hosts;
