//! The only code that talks to Jira, both Cloud and Data Center.
//!
//! [`Client::connect`] proves the credentials and learns the edition; the client then reads issues, their
//! children and the reference lists as [`wire`] types. Every request goes through one transport, which limits how many
//! are in flight, retries transient failures, and makes all requests to a site wait when Jira asks one of them to.

mod account;
mod api;
mod client;
mod connect;
mod error;
#[cfg(test)]
#[path = "../tests/fuzz/src/targets.rs"]
mod fuzz_targets;
mod server_info;
pub mod site;
mod transport;
pub mod webhook;
pub mod wire;

pub use account::Account;
pub use api::cloud::{Fetched, IdPage, IssueError};
pub use api::datacenter::SearchPage;
pub use api::identity::IssueMark;
pub use api::jql;
pub use api::loop_guard::LoopGuard;
pub use api::page::List;
pub use api::roster::{Roster, RosterDoubt};
pub use api::shown::MAX_SHOWN;
pub use api::stamps::{IssueStamp, StampPage, Times};
pub use api::worklogs::WorklogChanges;
pub use app::model::Edition;
pub use client::Client;
pub use error::{JiraError, NetworkFault};
pub use server_info::ServerInfo;
pub use transport::gate::Waiting;
pub use transport::limits::{Limits, SignIn};
pub use transport::reach::Reach;
pub use transport::stats::Stats;
pub use transport::tls::certificates;
