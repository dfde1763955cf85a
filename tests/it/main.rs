//! The only integration-test binary, with one module per area.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cli;
mod client;
mod config;
mod demo;
mod histories;
mod http;
mod replicas;
mod scheduler;
mod service;
mod store;
mod support;
mod sync;
mod tidy;
