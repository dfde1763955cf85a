//! The one integration-test binary: each module an area.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cron;
mod runs;
mod support;
