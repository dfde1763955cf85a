//! A database that is full, read-only or gone ends `sync` with the truth, and the next one begins at once.

use std::{process::Output, time::Instant};

use serde_json::Value;

use super::{Sample, starts::migrates};
use crate::support::{
    database::TestDatabase,
    limit::{MINUTES, within},
};

/// What `sync --json` tells of a run that came to nothing.
fn told(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let status = told["status"].as_str().unwrap();
    assert!(["failed", "interrupted"].contains(&status) && !told["completed_at"].is_null(), "{told}");
    assert!(!told["error_message"].as_str().unwrap().is_empty(), "{told}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_ends_a_sync_and_blocks_no_other() {
    let database = TestDatabase::sqlite();
    let sample = Sample::start(1, 300).await;
    migrates(&database.url).await;
    // No file may grow beyond so many blocks of 512 bytes: the schema and the run fit in, the issues do not.
    let limited =
        format!("trap '' XFSZ; ulimit -f 1000; exec {} sync --json", env!("CARGO_BIN_EXE_jira-sync"));
    let mut command = sample.command(&[], &database.url);
    let variables: Vec<_> =
        command.as_std().get_envs().map(|(k, v)| (k.to_owned(), v.map(ToOwned::to_owned))).collect();
    command = tokio::process::Command::new("sh");
    command.arg("-c").arg(limited);
    for (name, value) in variables {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let output = within(MINUTES, "the end", command.output()).await.unwrap();
    told(&output);

    let began = Instant::now();
    let next = sample.run(&["sync", "--json"], &database.url).await;
    let next: Value = serde_json::from_str(&next).unwrap();
    assert_eq!((&next["status"], &next["total_issues"]), (&"completed".into(), &300.into()), "{next}");
    assert!(began.elapsed().as_secs() < 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_read_only_ends_a_sync() {
    let database = TestDatabase::sqlite();
    let sample = Sample::start(1, 5).await;
    migrates(&database.url).await;
    let url = format!("{}?mode=ro", database.url);
    let output =
        within(MINUTES, "the end", sample.command(&["sync", "--json"], &url).output()).await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("readonly"), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_ends_a_sync() {
    let database = TestDatabase::postgres().await;
    let sample = Sample::start(1, 5).await;
    let hold = sample.jira.hold("/rest/api/3/issue/bulkfetch");
    let sync = sample.command(&["sync", "--json"], &database.url).spawn().unwrap();
    hold.wait_for(1).await;
    database.remove().await;
    hold.release();
    told(&within(MINUTES, "the end", sync.wait_with_output()).await.unwrap());
}
