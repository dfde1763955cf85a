//! The one integration-test binary: each module an area.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod client_connect;
mod client_demo;
mod client_faults;
mod client_limits;
mod client_reads;
mod client_script;
mod config;
mod corpus;
mod corpus_issues;
mod cron;
mod demo;
mod histories;
mod http;
mod replicas;
mod rest;
mod runner;
mod runs;
mod scheduler;
mod serve;
mod service;
mod slow_disk;
mod support;
mod sync;
mod webhooks;
