//! jira-sync: keeps a complete, current copy of Jira sites in a database that people query.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
pub mod config;
pub mod demo;
pub mod http;
pub mod jira;
pub mod runs;
pub mod scheduler;
pub mod server;
pub mod service;
pub mod settings;
pub mod store;
pub mod sync;
