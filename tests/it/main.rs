//! The one integration-test binary: each module an area.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod client;
mod config;
mod cron;
mod demo;
mod foreground;
mod histories;
mod http;
mod replicas;
mod rest;
mod runner;
mod runs;
mod scheduler;
mod serve;
mod service;
mod store;
mod support;
mod sync;
mod tidy;
mod webhooks;
