//! The only code that talks to Jira, Cloud and Data Center alike.
//!
//! [`Client::connect`] proves the credentials and learns the edition; the client then reads issues, their
//! children and the reference lists as [`wire`] types. Every request goes through one transport that limits
//! what is in flight, retries what may pass, and makes all requests of a site wait when Jira asks one to.

mod agile;
mod children;
mod client;
mod clock;
mod cloud;
mod connect;
mod credentials;
mod datacenter;
mod error;
mod fault;
#[cfg(test)]
#[path = "../tests/fuzz/src/targets.rs"]
mod fuzz_targets;
mod gate;
mod identity;
pub mod jql;
mod limits;
mod page;
mod permissions;
mod projects;
mod proxy;
mod pulse;
mod reach;
mod reference;
mod request;
pub mod retry;
mod roster;
mod rounds;
mod search_probe;
mod shown;
pub mod site;
mod stamps;
mod stats;
mod tls;
mod transport;
mod users;
pub mod webhook;
pub mod wire;
mod worklogs;

pub use client::{Account, Client};
pub use cloud::{Fetched, IdPage, IssueError};
pub use datacenter::SearchPage;
pub use error::{JiraError, NetworkFault};
pub use gate::Waiting;
pub use identity::{IssueMark, ServerInfo};
pub use limits::{Limits, SignIn};
pub use page::List;
pub use reach::Reach;
pub use roster::{Roster, RosterDoubt};
pub use rounds::Rounds;
pub use shown::MOST_SHOWN;
pub use site::Edition;
pub use stamps::{IssueStamp, StampPage, Times};
pub use stats::Stats;
pub use tls::certificates;
pub use worklogs::WorklogChanges;
