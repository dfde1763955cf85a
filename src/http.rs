//! The axum application: the REST surface, the live stream, the pages, and what guards them.
//!
//! Architecture invariant: this layer holds no rule of the product; it turns requests into calls of
//! `app::service` and their answers into responses. Errors become HTTP in [`problem`] alone.

mod application;
mod base_path;
mod caller;
mod context;
mod events;
mod extract;
mod forms;
mod guard;
mod headers;
mod health;
mod hosts;
mod issues;
mod json_body;
pub mod openapi;
mod pages;
mod problem;
mod router;
mod runs;
mod server_functions;
mod site_files;
mod webhooks;

pub use application::{Application, BindError, bind};
pub use site_files::{PackedFile, SiteFiles};
