//! The Jira client: against a server whose responses a test writes, the sample Jira, and recordings of real sites.

mod circles;
mod connect;
mod demo;
mod faults;
mod limits;
mod network;
mod reads;
mod recorded;
pub(crate) mod script;
mod sign_in;
mod waits;
