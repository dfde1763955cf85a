//! The engine: one run brings the mirror of every site up to date with Jira.
//!
//! Architecture invariants: it does not depend on HTTP, Leptos or schedules; every page is committed together with its
//! project's watermark and under the run's fence; the watermark never passes an issue that is not stored.

mod batch;
mod context;
mod disabled_lists;
mod doubt;
mod engine;
mod error;
mod follow;
mod identity;
mod job;
mod page_size;
mod progress;
mod project;
mod read;
mod reconcile;
mod rows;
mod sign_in;
mod site;
mod site_warnings;
mod sites;
mod time_limits;
mod verify;
mod warnings;
mod write;

pub use engine::SyncEngine;
pub use job::{Engine, Job, ProgressCell};
pub use time_limits::TimeLimits;
pub use verify::SiteDrift;
