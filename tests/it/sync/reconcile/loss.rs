//! A large loss is marked in parts, keeps its marks when interrupted, and never takes half a project
//! without confirmation.

use std::collections::{BTreeMap, HashSet};

use app::model::{PerformanceSettings, RunStatus, SyncMode};
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind},
    store::Selection,
};
use sea_orm::ConnectionTrait;

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, clear, editions},
};

const GONE: &str = "select count(*) from issues where deleted_at is not null";

/// A synced stage with two projects of 150 issues, which a census looks up 50 at a time.
async fn mirrored(url: &str, config: DemoConfig) -> Stage {
    let stage = Stage::new(url, DemoConfig { projects: 2, issues: 150, ..config }).await;
    let settings = PerformanceSettings { batch_size: 50, max_retries: 0, ..Default::default() };
    stage.set(settings).await;
    stage.sync_ok(SyncMode::Full).await;
    stage
}

fn version(stage: &Stage) -> u8 {
    if stage.jira.site().config().edition == Edition::Cloud { 3 } else { 2 }
}

/// Ids and keys of the first project's issues.
fn issues(stage: &Stage) -> Vec<(u64, String)> {
    let site = stage.jira.site();
    let project = site.truth().projects[0].key.clone();
    let page = site.truth_page(Some(&project), None, 10_000);
    page.issues.into_iter().map(|issue| (issue.id, issue.key)).collect()
}

/// Deletes this many of the first project's issues; returns their ids.
fn lose(stage: &Stage, count: usize) -> Vec<u64> {
    let gone = issues(stage).into_iter().take(count);
    let delete = |(id, key): (u64, String)| {
        stage.jira.site().delete_issue(&key).unwrap();
        id
    };
    gone.map(delete).collect()
}

/// A census of the first project alone: its status and reason.
async fn census(stage: &Stage, accept_losses: bool) -> (RunStatus, Option<String>) {
    stage.jira.reset_stats();
    let projects = vec![stage.jira.site().truth().projects[0].key.clone()];
    let selection = Selection { projects, accept_losses, ..Selection::default() };
    let run = stage.start_with(SyncMode::Census, selection).await;
    let run_id = run.run_id;
    let status = run.ended().await;
    let row = stage.database.runs().projects(run_id).await.unwrap().remove(0);
    (status, row.error_message)
}

/// How many requests since the last census began asked for one of these issues by itself.
fn lookups(stage: &Stage, ids: &[u64]) -> usize {
    let paths: HashSet<String> =
        ids.iter().map(|id| format!("/rest/api/{}/issue/{id}", version(stage))).collect();
    stage.jira.requests().iter().filter(|line| paths.contains(&line.path)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_census_keeps_what_it_marked() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = mirrored(&url, config).await;
            let gone = lose(&stage, 70);
            let hold = stage.jira.hold(&format!("/rest/api/{}/issue/{}", version(&stage), gone[60]));
            let run = stage.start(SyncMode::Census).await;
            hold.wait_for(1).await;
            run.stop.cancel();
            assert_eq!(run.ended().await, RunStatus::Stopped);
            assert_eq!(stage.count(GONE).await, 50);
            hold.release();
            assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
            assert_eq!(lookups(&stage, &gone), 20, "what is marked is not looked up again");
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_loss_is_refused_before_any_mark_or_lookup() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = mirrored(&url, config).await;
            let gone = lose(&stage, 120);
            let (status, reason) = census(&stage, false).await;
            assert_eq!(status, RunStatus::CompletedWithErrors);
            assert!(reason.as_ref().unwrap().contains("120 of 150 issues vanished"), "{reason:?}");
            assert_eq!((stage.count(GONE).await, lookups(&stage, &gone)), (0, 0));
            assert_eq!(census(&stage, true).await, (RunStatus::Completed, None));
            assert_eq!(lookups(&stage, &gone), 120);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn losses_of_a_day_are_summed_before_half_a_project_is_marked() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = mirrored(&url, cloud).await;
        lose(&stage, 60);
        assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
        // 20 of the remaining 90, but 80 of the original 150.
        lose(&stage, 20);
        let (status, reason) = census(&stage, false).await;
        assert_eq!(status, RunStatus::CompletedWithErrors);
        assert!(reason.as_ref().unwrap().contains("80 of 150 issues vanished"), "{reason:?}");
        assert_eq!(stage.count(GONE).await, 60);
        // The page Verify asks for confirmation as well, although 20 of 90 alone would not be a reason.
        stage.sync(SyncMode::Verify).await;
        assert_eq!(stage.count("select cast(sum(surplus) as bigint) from drift_reports").await, 20);
        assert_eq!(stage.count("select marked - accepted from project_losses").await, 60);
        // A day later it is a new loss.
        let yesterday = "update project_losses set began_at = '2026-01-01T00:00:00+00:00'";
        stage.sql.execute_unprepared(yesterday).await.unwrap();
        assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
        assert_eq!(stage.count(GONE).await, 80);
        // The loss ends with a census that finds nothing more gone.
        assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
        assert_eq!(stage.count("select count(*) from project_losses").await, 0);
        stage.assert_equal_to_truth().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn confirmed_loss_continues_without_a_second_confirmation() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = mirrored(&url, cloud).await;
        let gone = lose(&stage, 100);
        let hold = stage.jira.hold(&format!("/rest/api/3/issue/{}", gone[60]));
        let projects = vec![stage.jira.site().truth().projects[0].key.clone()];
        let confirmed = Selection { projects, accept_losses: true, ..Selection::default() };
        let run = stage.start_with(SyncMode::Census, confirmed).await;
        hold.wait_for(1).await;
        run.stop.cancel();
        assert_eq!(run.ended().await, RunStatus::Stopped);
        hold.release();
        assert_eq!(stage.count(GONE).await, 50);
        lose(&stage, 2);
        assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
        assert_eq!(stage.count(GONE).await, 102);
        lose(&stage, 1);
        assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
        // Half of the issues that were to stay need a separate confirmation.
        lose(&stage, 24);
        assert_eq!(census(&stage, false).await.0, RunStatus::CompletedWithErrors);
        assert_eq!(stage.count(GONE).await, 103);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moved_issues_are_found_in_batches() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = mirrored(&url, config).await;
            let site = stage.jira.site();
            let to = site.truth().projects[1].key.clone();
            let mut moved = issues(&stage);
            moved.truncate(90);
            for (_, key) in &moved {
                site.move_issue(key, &to).unwrap();
            }
            let moved: Vec<u64> = moved.into_iter().map(|issue| issue.0).collect();
            let gone = lose(&stage, 10);
            // Only the project that they left is read.
            assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
            assert_eq!(stage.count(GONE).await, 10);
            stage.assert_equal_to_truth().await;
            if version(&stage) == 3 {
                assert_eq!((lookups(&stage, &moved), lookups(&stage, &gone)), (0, 10));
            } else {
                let asked = stage.jira.requests();
                let at_once = asked.iter().filter(|line| line.body.contains("id in ("));
                assert_eq!(at_once.map(|line| line.status).collect::<Vec<_>>(), [200]);
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unlisted_issue_with_a_failing_lookup_is_reported_and_not_marked() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let stage = mirrored(&database.url, config).await;
        stage.set(PerformanceSettings { max_retries: 0, ..Default::default() }).await;
        let key = issues(&stage)[1].1.clone();
        let gone = lose(&stage, 3);
        let path = format!("/rest/api/{}/issue/{}", version(&stage), gone[1]);
        for status in [500, 408, 413, 425] {
            stage.jira.faults().clear();
            let fault = FaultKind::Status { status, headers: BTreeMap::new(), body: None };
            stage.jira.faults().add(Fault::on(&path, fault));
            let (ended, reason) = census(&stage, false).await;
            assert_eq!(ended, RunStatus::CompletedWithErrors);
            let reason = reason.unwrap();
            assert!(reason.starts_with(&format!("Jira does not list {key} and did not say")), "{reason}");
            assert_eq!(stage.count(GONE).await, 2, "{status}");
        }
        stage.jira.faults().clear();
        assert_eq!(census(&stage, false).await, (RunStatus::Completed, None));
        stage.assert_equal_to_truth().await;
    }
}
