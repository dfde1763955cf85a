//! Layers: base path, host, origin, caller and headers for every request, clean addresses for pages.

pub(super) mod base_path;
pub(super) mod caller;
pub(super) mod clean_address;
pub(super) mod guard;
pub(super) mod headers;
pub(super) mod hosts;
