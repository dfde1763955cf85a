//! The sample Jira: a stand-in faithful to Atlassian's own description of Jira Cloud and Jira Data
//! Center, for `--demo`, tests and benchmarks.
//!
//! Its issues are a pure function of (seed, epoch, project, number), computed on demand, so that a million of them need
//! no memory. Later changes are kept in an overlay. [`DemoJira::start`] serves one on a socket; [`DemoHandle`] changes
//! its data, injects faults and holds responses. The same controls are available over HTTP under `/__control`.

mod app;
mod auth;
mod config;
mod control;
mod data;
mod faults;
mod holds;
mod jql;
mod odd;
mod render;
mod rng;
mod routes;
mod server;
mod site;
mod stats;
mod text;
mod timeline;
mod webhooks;

pub use config::{ChangelogDates, DemoConfig, Edition};
pub use data::SprintState;
pub use faults::{Fault, FaultKind, Faults};
pub use holds::Hold;
pub use odd::{HALF_SURROGATE, NO_UTF8, filler};
pub use server::{DemoHandle, DemoJira, StartError};
pub use site::{
    CommentRef, ControlError, IssueAccess, IssueEdit, Named, NewIssue, PersonEdit, ProjectState,
    ProjectTruth, Site, SiteSettings, SiteTruth, TruthIssue, TruthPage, WorklogRef,
};
pub use stats::{RequestLine, Stats};
pub use webhooks::Webhook;
