//! How far a failure reaches: many damaged issues do not count as an outage, a failing step does not stop the others,
//! and anything that Jira refuses to show is named.

use app::model::{PerformanceSettings, ProjectState, RunStatus, SyncMode};
use jira_sync::demo::{Edition, Fault, FaultKind, TruthIssue};
use sea_orm::ConnectionTrait;

use super::stage::{Stage, clear, editions};
use crate::support::database::{TestDatabase, on_each_database};

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, headers: Default::default(), body: None }
}

/// Every `step`th issue of the first project.
fn every_nth(stage: &Stage, step: usize) -> Vec<TruthIssue> {
    let project = stage.project_keys()[0].clone();
    stage.jira.site().truth_page(Some(&project), None, 10_000).issues.into_iter().step_by(step).collect()
}

const CONNECTED: &str = "select count(*) from sites where connected = true";

#[tokio::test(flavor = "multi_thread")]
async fn many_damaged_issues_do_not_count_as_an_outage() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.set(PerformanceSettings { max_retries: 0, ..Default::default() }).await;
            let damaged: Vec<TruthIssue> = every_nth(&stage, 14).into_iter().take(10).collect();
            for issue in &damaged {
                stage.jira.faults().add(Fault::on("", status(500)).holding(&issue.key));
            }
            for attempts in 1..=2 {
                stage.end_pause().await;
                let (run, projects) = stage.sync(SyncMode::Incremental).await;
                assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
                assert!(projects.iter().all(|row| row.status != ProjectState::Failed), "{projects:?}");
                assert_eq!(stage.count(CONNECTED).await, 1);
                let tried = format!("select count(*) from quarantined_issues where attempts = {attempts}");
                assert_eq!(stage.count(&tried).await, 10, "attempt {attempts}");
            }
            stage.jira.faults().clear();
            stage.end_pause().await;
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_step_after_projects_is_reported_and_site_stays_connected() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.sync_ok(SyncMode::Full).await;
    stage.sql.execute_unprepared("update issues set remote_links_stale = true").await.unwrap();
    let limited = FaultKind::RateLimited { retry_after: Some(0), reason: None };
    stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", limited));
    let (run, projects) = stage.sync(SyncMode::Incremental).await;
    assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
    assert!(run.error_message.as_ref().unwrap().contains("Reading remote links"), "{run:?}");
    assert!(projects.iter().all(|row| row.status == ProjectState::Completed), "{projects:?}");
    assert_eq!(stage.count(CONNECTED).await, 1);
    stage.jira.faults().clear();
    stage.sync_ok(SyncMode::Incremental).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_that_is_listed_but_forbidden_is_named_in_a_warning() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let edition = config.edition;
        let stage = Stage::new(&database.url, config).await;
        let hidden = every_nth(&stage, 7).remove(1);
        stage.jira.faults().add(Fault::on("/rest/api/*/issue/*", status(403)).holding(&hidden.key));
        if edition == Edition::Cloud {
            stage
                .jira
                .faults()
                .add(Fault::on("/rest/api/3/issue/bulkfetch", status(500)).holding(&hidden.key));
        } else {
            stage.jira.faults().add(Fault::on("/rest/api/2/search", status(500)).holding(&hidden.key));
        }
        let run = stage.sync_ok(SyncMode::Full).await;
        let warnings = stage.database.runs().warnings(run.id).await.unwrap();
        assert!(warnings.iter().any(|row| row.problem.contains("refuses to show it")), "{warnings:?}");
        assert_eq!(
            stage.count("select count(*) from live_issues").await + 1,
            stage.jira.site().truth().issues
        );
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quarantined_remote_links_are_released_with_their_deleted_issue() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::new(&url, cloud).await;
        let bad = every_nth(&stage, 5).remove(2);
        stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", status(500)).holding(&bad.key));
        let (run, _) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors);
        assert_eq!(stage.count("select count(*) from quarantined_issues").await, 1);
        stage.jira.site().delete_issue(&bad.key).unwrap();
        stage.sync(SyncMode::Census).await;
        stage.sync_ok(SyncMode::Incremental).await;
        assert_eq!(stage.count("select count(*) from quarantined_issues").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issues_omitted_from_bulk_fetch_are_fetched_individually() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    let left_out = FaultKind::Merge { members: serde_json::json!({"issues": []}) };
    stage.jira.faults().add(Fault::on("/rest/api/3/issue/bulkfetch", left_out));
    stage.sync_ok(SyncMode::Full).await;
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listed_issue_without_an_id_is_a_warning_in_a_census() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::synced(&url, config).await;
            let (nameless, gone) = (every_nth(&stage, 7).remove(1), every_nth(&stage, 7).remove(3));
            let text = format!(r#""id":"{}""#, nameless.id);
            let fault = FaultKind::Replace { text, with: br#""id":null"#.to_vec() };
            stage.jira.faults().add(Fault::on("", fault).containing(r#"["created","updated"]"#));
            stage.jira.site().delete_issue(&gone.key).unwrap();
            let run = stage.sync_ok(SyncMode::Census).await;
            let warnings = stage.database.runs().warnings(run.id).await.unwrap();
            assert!(warnings.iter().any(|row| row.problem.contains("without an id")), "{warnings:?}");
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}
