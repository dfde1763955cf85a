//! The performance settings have the effect that their names say.

use app::model::{FirstSync, PerformanceSettings, RunStatus, SyncMode};
use chrono::{TimeDelta, Utc};
use jira_sync::demo::{Fault, FaultKind};

use super::stage::{Stage, editions};
use crate::support::database::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn max_workers_limits_concurrent_requests() {
    for workers in [1, 3] {
        let database = TestDatabase::sqlite();
        let [cloud, _] = editions();
        let stage = Stage::new(&database.url, jira_sync::demo::DemoConfig { latency_ms: 2, ..cloud }).await;
        stage.set(PerformanceSettings { max_workers: workers, ..Default::default() }).await;
        stage.sync_ok(SyncMode::Full).await;
        assert_eq!(stage.jira.stats().max_concurrent, u64::from(workers));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn batch_size_is_the_number_of_issues_per_page() {
    let database = TestDatabase::sqlite();
    let [_, datacenter] = editions();
    let stage = Stage::new(&database.url, datacenter).await;
    stage.set(PerformanceSettings { batch_size: 50, max_workers: 1, ..Default::default() }).await;
    let run = stage.start(SyncMode::Full).await;
    let progress = run.progress.clone();
    assert_eq!(run.ended().await, RunStatus::Completed);
    assert!(progress.snapshot().pages >= 9, "three projects of 150 issues");
}

#[tokio::test(flavor = "multi_thread")]
async fn lookback_days_limits_the_first_sync() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    let window =
        PerformanceSettings { lookback_days: 30, first_sync: FirstSync::Lookback, ..Default::default() };
    stage.set(window).await;
    let run = stage.sync_ok(SyncMode::Incremental).await;
    let since = (Utc::now() - TimeDelta::days(30)).timestamp_millis();
    let mut recent = 0;
    let mut after = None;
    loop {
        let page = stage.jira.site().truth_page(None, after, 1000);
        recent += page.issues.iter().filter(|issue| issue.updated >= since).count();
        after = page.after;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(run.total_issues, i64::try_from(recent).unwrap());
    assert!(run.total_issues > 0 && run.total_issues.cast_unsigned() < stage.jira.site().truth().issues);
}

#[tokio::test(flavor = "multi_thread")]
async fn max_retries_is_the_number_of_repeated_attempts() {
    for (retries, expected) in [(0, RunStatus::Failed), (2, RunStatus::Completed)] {
        let database = TestDatabase::sqlite();
        let [cloud, _] = editions();
        let stage = Stage::new(&database.url, cloud).await;
        stage
            .set(PerformanceSettings { max_retries: retries, backoff_factor: 0.1, ..Default::default() })
            .await;
        stage
            .jira
            .faults()
            .add(Fault::on("/rest/api/3/project/search", FaultKind::Html { status: 503 }).times(2));
        let (run, projects) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, expected, "{projects:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn project_timeout_fails_the_project_and_names_the_setting() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    let hold = stage.jira.hold("/rest/api/3/issue/bulkfetch");
    // Below the smallest valid value, so that the test need not wait a minute.
    let result = stage.run_with(PerformanceSettings { project_timeout: 1, ..Default::default() }).await;
    drop(hold);
    assert_eq!(result.status, RunStatus::Failed);
    let reasons = stage.texts("select error_message from sync_run_projects").await;
    assert_eq!(reasons.len(), 3);
    assert!(reasons.iter().all(|reason| reason.contains("project_timeout = 1 s")), "{reasons:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn blocking_connection_pool_limits_concurrent_requests() {
    for pool_block in [true, false] {
        let database = TestDatabase::sqlite();
        let [cloud, _] = editions();
        let stage = Stage::new(&database.url, jira_sync::demo::DemoConfig { latency_ms: 2, ..cloud }).await;
        let settings = PerformanceSettings {
            max_workers: 9,
            connection_pool_size: 5,
            connection_pool_block: pool_block,
            batch_size: 50,
            ..Default::default()
        };
        stage.set(settings).await;
        stage.sync_ok(SyncMode::Full).await;
        let most = stage.jira.stats().max_concurrent;
        assert_eq!(most <= 5, pool_block, "{most} at once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connection_pool_size_is_the_number_of_idle_connections_kept() {
    let mut opened = Vec::new();
    for pool_size in [5, 16] {
        let database = TestDatabase::sqlite();
        let [cloud, _] = editions();
        let stage = Stage::new(&database.url, jira_sync::demo::DemoConfig { latency_ms: 2, ..cloud }).await;
        let settings = PerformanceSettings {
            max_workers: 16,
            connection_pool_size: pool_size,
            batch_size: 50,
            ..Default::default()
        };
        stage.set(settings).await;
        stage.sync_ok(SyncMode::Full).await;
        opened.push(stage.jira.stats().connections);
    }
    assert!(opened[0] > opened[1], "a small pool opens again what it closed: {opened:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limit_pause_is_the_minimum_wait_after_429() {
    for pause in [0.0, 0.3] {
        let database = TestDatabase::sqlite();
        let [cloud, _] = editions();
        let stage = Stage::new(&database.url, cloud).await;
        stage.set(PerformanceSettings { rate_limit_pause: pause, ..Default::default() }).await;
        let limited = FaultKind::RateLimited { retry_after: Some(0), reason: None };
        stage.jira.faults().add(Fault::on("/rest/api/3/field", limited).times(1));
        stage.sync_ok(SyncMode::Full).await;
        let waited = "select count(*) from sync_run_metrics where name = 'waited' and value between";
        assert_eq!(stage.count(&format!("{waited} {pause} and {}", pause + 0.1)).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn backoff_factor_is_the_wait_before_the_first_retry() {
    for factor in [0.3, 0.7] {
        let database = TestDatabase::sqlite();
        let [cloud, _] = editions();
        let stage = Stage::new(&database.url, cloud).await;
        stage.set(PerformanceSettings { backoff_factor: factor, ..Default::default() }).await;
        stage.jira.faults().add(Fault::on("/rest/api/3/field", FaultKind::Empty { status: 503 }).times(1));
        stage.sync_ok(SyncMode::Full).await;
        let lines = stage.jira.requests();
        let asked: Vec<u64> =
            lines.iter().filter(|line| line.path == "/rest/api/3/field").map(|line| line.at_ms).collect();
        let [first, second] = asked[..] else { panic!("{asked:?}") };
        assert!(second - first >= (factor * 1000.0) as u64, "{factor}: {asked:?}");
    }
}
