//! The only code that talks to Jira, Cloud and Data Center alike.
//!
//! [`Client::connect`] proves the credentials and learns the edition; the client then reads issues, their
//! children and the reference lists as [`wire`] types. Every request goes through one transport that limits
//! what is in flight, retries what may pass, and makes all requests of a site wait when Jira asks one to.

mod api;
mod client;
mod connect;
mod error;
#[cfg(test)]
#[path = "../tests/fuzz/src/targets.rs"]
mod fuzz_targets;
pub mod site;
mod transport;
pub mod webhook;
pub mod wire;

pub use api::cloud::{Fetched, IdPage, IssueError};
pub use api::datacenter::SearchPage;
pub use api::identity::{IssueMark, ServerInfo};
pub use api::jql;
pub use api::page::List;
pub use api::roster::{Roster, RosterDoubt};
pub use api::rounds::Rounds;
pub use api::shown::MOST_SHOWN;
pub use api::stamps::{IssueStamp, StampPage, Times};
pub use api::worklogs::WorklogChanges;
pub use app::model::Edition;
pub use client::{Account, Client};
pub use error::{JiraError, NetworkFault};
pub use transport::gate::Waiting;
pub use transport::limits::{Limits, SignIn};
pub use transport::reach::Reach;
pub use transport::retry;
pub use transport::stats::Stats;
pub use transport::tls::certificates;
