//! On a full, read-only or dropped database `sync` fails with a truthful summary, and the next one can start at once.

use std::process::{Output, Stdio};

use futures::future::join_all;
use serde_json::Value;
use tokio::process::Command;

use super::{Sample, column, starts::migrate};
use crate::support::{
    database::TestDatabase,
    limit::{MINUTES, within},
};

/// The summary that `sync --json` prints for a failed run.
fn failed_summary(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let status = summary["status"].as_str().unwrap();
    assert!(["failed", "interrupted"].contains(&status) && !summary["completed_at"].is_null(), "{summary}");
    assert!(!summary["error_message"].as_str().unwrap().is_empty(), "{summary}");
    summary
}

/// The program with a limit: no file may grow beyond this many blocks of 512 bytes.
fn with_file_size_limit(command: &Command, blocks: u32) -> Command {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg(command.as_std().get_program()).args(command.as_std().get_args());
    for (name, value) in command.as_std().get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    shell
}

#[tokio::test(flavor = "multi_thread")]
async fn full_disk_fails_the_sync_but_not_the_next_one() {
    let sample = Sample::start(2, 300).await;
    // The schema and the run fit, but the issues do not: the first page fails, or its commit, or a later page.
    join_all([1300, 1500, 1700].map(async |blocks| {
        let database = TestDatabase::sqlite();
        migrate(&database.url).await;
        let command = sample.command(&["sync", "--json"], &database.url);
        let output =
            within(MINUTES, "the end", with_file_size_limit(&command, blocks).output()).await.unwrap();
        failed_summary(&output);
        let next: Value =
            serde_json::from_str(&sample.run(&["sync", "--json"], &database.url).await).unwrap();
        assert_eq!(next["status"], "completed", "{next}");
        let connection = sea_orm::Database::connect(&database.url).await.unwrap();
        assert_eq!(column::<i64>(&connection, "select count(*) from live_issues").await, [600]);
        connection.close().await.unwrap();
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn read_only_database_fails_the_sync() {
    let database = TestDatabase::sqlite();
    let sample = Sample::start(1, 5).await;
    migrate(&database.url).await;
    let url = format!("{}?mode=ro", database.url);
    let output =
        within(MINUTES, "the end", sample.command(&["sync", "--json"], &url).output()).await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("remove mode=ro"), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn dropped_database_fails_the_sync() {
    let database = TestDatabase::postgres().await;
    let sample = Sample::start(1, 5).await;
    let hold = sample.jira.hold("/rest/api/3/issue/bulkfetch");
    let sync = sample.command(&["sync", "--json"], &database.url).spawn().unwrap();
    hold.wait_for(1).await;
    database.remove().await;
    hold.release();
    failed_summary(&within(MINUTES, "the end", sync.wait_with_output()).await.unwrap());
}
