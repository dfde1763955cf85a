//! The engine: one run brings the mirror of every site to what Jira has.
//!
//! Architecture invariants: it knows nothing of HTTP, Leptos or schedules; every page is committed together with
//! its project's watermark and under the run's fence; the watermark never passes an issue that is not stored.

mod batch;
mod bounds;
mod by_id;
mod catalog;
mod census;
mod children;
mod cloud;
mod commit;
mod context;
mod datacenter;
mod departed;
mod doubt;
mod drift;
mod engine;
mod error;
mod heads;
mod identity;
mod isolate;
mod job;
mod lists;
mod look;
mod loss;
mod noted;
mod oddities;
mod page_size;
mod progress;
mod project;
mod quarantine;
mod reference;
mod refetch;
mod remote_links;
mod reread;
mod roster;
mod rows;
mod sign_in;
mod site;
mod sites;
mod source;
mod stale;
mod tally;
mod time_limits;
mod verify;
mod window;
mod worklogs;

pub use engine::SyncEngine;
pub use error::EngineError;
pub use job::{Engine, Job, ProgressCell, Selection};
pub use time_limits::TimeLimits;
pub use verify::SiteDrift;
