//! Layers that every request passes: base path, host, origin, caller and headers.

pub(super) mod base_path;
pub(super) mod caller;
pub(super) mod guard;
pub(super) mod headers;
pub(super) mod hosts;
