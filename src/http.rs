//! The axum application: the REST API, the live stream, the pages, and the layers that protect them.
//!
//! Architecture invariant: this layer contains no business logic. It turns requests into calls of `app::service` and
//! their results into responses. Only [`problem`] turns errors into HTTP.

mod application;
mod context;
mod events;
mod extract;
mod forms;
mod health;
mod issues;
mod json_body;
mod middleware;
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
