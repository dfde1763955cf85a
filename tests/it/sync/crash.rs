//! A run whose process is killed: what is committed stays, the run is reported as interrupted, and the next one starts
//! at once and completes the same mirror.

use std::process::Stdio;

use app::model::{PerformanceSettings, SyncMode};
use jira_sync::demo::{DemoConfig, Edition};
use sea_orm::ConnectionTrait;
use tokio::process::Command;

use super::{
    read::page_size::requested_issues,
    stage::{Stage, clear, editions},
};
use crate::support::database::{TestDatabase, on_each_database};

/// Batches of 50 issues, one after another.
async fn stage(url: &str, config: DemoConfig) -> Stage {
    let stage = Stage::new(url, config).await;
    stage.set(PerformanceSettings { batch_size: 50, max_workers: 1, ..Default::default() }).await;
    stage
}

/// A first sync in a separate process, which is killed once Jira has sent this many pages of issues, and this many
/// issues are stored.
async fn kill_after(stage: &Stage, url: &str, answers: usize, stored: u64) {
    let cloud = stage.jira.site().config().edition == Edition::Cloud;
    let hold = stage.jira.hold(if cloud { "/rest/api/3/issue/bulkfetch" } else { "/rest/api/2/search" });
    let sites = serde_json::json!([{"url": stage.jira.base_url(), "name": "demo",
        "username": "demo@example.com", "api_token": "demo"}]);
    let mut run = Command::new(env!("CARGO_BIN_EXE_jira-sync"))
        .args(["sync", "--json"])
        .env("DATABASE_URL", url)
        .env("JIRA_SYNC_CONFIG_DIR", stage.folder.path())
        .env("JIRA_INSTANCES", sites.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut sent = 0;
    loop {
        tokio::select! {
            () = hold.wait_for(1) => {}
            ended = run.wait() => panic!("it ended: {ended:?}"),
        }
        if sent >= answers && stage.count("select count(*) from issues").await >= stored {
            break;
        }
        hold.release_one();
        sent += 1;
    }
    run.start_kill().unwrap();
    run.wait().await.unwrap();
    hold.release();
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_after_killed_runs_stores_everything() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = stage(&url, config).await;
            // Each time a little later.
            for answers in [0, 2, 4] {
                kill_after(&stage, &url, answers, 0).await;
            }
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.count("select count(*) from sync_runs where status = 'interrupted'").await, 3);
            let open = "select count(*) from sync_run_projects where status in ('running', 'queued')";
            assert_eq!(stage.count(open).await, 0);
            stage.sql.execute_unprepared("delete from sync_runs").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}

/// The number of requested pages of issues since the statistics were reset.
fn pages(stage: &Stage) -> usize {
    stage.jira.requests().iter().filter(|line| requested_issues(line).is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn next_run_resumes_where_a_killed_run_ended() {
    on_each_database(async |url| {
        for config in editions() {
            let uninterrupted = TestDatabase::sqlite();
            let whole = stage(&uninterrupted.url, config.clone()).await;
            whole.sync_ok(SyncMode::Incremental).await;
            let (whole, total) = (pages(&whole), whole.jira.site().truth().issues);

            let stage = stage(&url, config).await;
            kill_after(&stage, &url, 0, 150).await;
            let stored = stage.count("select count(*) from issues").await;
            let begun = stage.count("select count(distinct project_id) from issues").await;
            stage.jira.reset_stats();
            let run = stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            let (again, pages) = (run.total_issues as u64 + stored - total, pages(&stage));
            // In each project that was begun, only issues updated shortly before the last stored one are read again;
            // that may be a page of its own.
            assert!(again < 10, "{again} of {stored} were read again");
            assert!(
                pages <= whole - stored as usize / 50 + begun as usize,
                "{pages} pages of {whole}, {stored} issues of {begun} projects were stored"
            );
            stage.sql.execute_unprepared("delete from sync_runs").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}
