//! The shared half of jira-sync: what the server and the browser both know.
//!
//! Types ([`model`], [`error`]), the service traits the server implements ([`service`]), the server functions
//! that are the REST surface ([`api`]), and the pages that call them. It knows nothing of databases, of Jira
//! or of HTTP clients, not even with `ssr`.

// Views are types as deep as the page; hydrating them takes the compiler further down than its default allows.
#![recursion_limit = "256"]

pub mod api;
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
pub use text::counted;
