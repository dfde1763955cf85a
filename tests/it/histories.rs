//! Random histories of a Jira site, mixed with syncs, faults, stops and kills. After one sync without faults and one
//! census, the mirror equals, row by row, a new copy and what a naive reader sees on the site, and its counts equal
//! those that the site reports about itself.
//!
//! A history is determined by its seed, which is printed when it fails. `HISTORIES=N` runs N of each kind, starting at
//! `HISTORY_FROM`, and `HISTORY_SEED=S` only that one.

mod events;
mod life;
mod lists;
mod mirror;
mod naive;
mod tables;

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, StreamExt, future, stream};
use jira_sync::demo::Edition;

use crate::support::{
    database::TestDatabase,
    limit::{WHOLE_TEST, within},
};

/// Histories of each of the four kinds.
const EACH: u64 = 125;

/// Histories of one kind that run concurrently, because each of them waits now and then.
const AT_ONCE: usize = 2;

fn seeds(kind: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("HISTORY_SEED") {
        Some(seed) => {
            if seed % 4 == kind {
                vec![seed]
            } else {
                Vec::new()
            }
        }
        None => {
            let from = number("HISTORY_FROM").unwrap_or(0);
            (from..from + number("HISTORIES").unwrap_or(EACH)).map(|n| n * 4 + kind).collect()
        }
    }
}

async fn run(kind: u64, edition: Edition, postgres: bool) {
    let one = async |seed| {
        let database =
            if postgres { TestDatabase::migrated_postgres().await } else { TestDatabase::sqlite() };
        let name = format!("the history of HISTORY_SEED={seed}");
        let history = within(WHOLE_TEST, &name, life::run_history(seed, edition, &database.url));
        let outcome = AssertUnwindSafe(history).catch_unwind().await;
        database.remove().await;
        outcome.is_err().then_some(seed)
    };
    let all = stream::iter(seeds(kind)).map(one).buffer_unordered(AT_ONCE);
    let failed: Vec<u64> = all.filter_map(future::ready).collect().await;
    assert!(failed.is_empty(), "HISTORY_SEED=N fails for each N of {failed:?}; what happened is above");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_cloud_histories_leave_an_exact_copy_in_sqlite() {
    run(0, Edition::Cloud, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_cloud_histories_leave_an_exact_copy_in_postgres() {
    run(1, Edition::Cloud, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_data_center_histories_leave_an_exact_copy_in_sqlite() {
    run(2, Edition::DataCenter, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_data_center_histories_leave_an_exact_copy_in_postgres() {
    run(3, Edition::DataCenter, true).await;
}
