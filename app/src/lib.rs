//! The half of jira-sync that the server and the browser share.
//!
//! It contains types ([`model`], [`error`]), the service traits that the server implements ([`service`]), the server
//! functions that are the REST API ([`api`]), and the pages that call them. It depends on no database, Jira or HTTP
//! client crate, not even with `ssr`.

// The type of a view nests as deeply as the page, and hydrating it exceeds the compiler's default limit.
#![recursion_limit = "256"]

pub mod api;
pub mod connect;
pub mod error;
pub mod model;
#[cfg(feature = "ssr")]
pub mod service;

#[expect(unreachable_pub, reason = "#[component] makes its props public")]
mod app;
mod base_path;
mod browser;
#[expect(unreachable_pub, reason = "#[component] makes its props public")]
mod components;
#[expect(unreachable_pub, reason = "#[component] makes its props public")]
mod pages;
#[cfg(feature = "ssr")]
mod shell;
mod text;

pub use crate::app::App;
pub use base_path::{BasePath, base_path};
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use text::{counted, span};
