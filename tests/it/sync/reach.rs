//! How far a failure reaches: many damaged issues do not count as an outage, a step that Jira does not answer does not
//! stop the others, and what Jira refuses to show is named.

use app::model::{PerformanceSettings, RunStatus, SyncMode};
use jira_sync::demo::{Edition, Fault, FaultKind, TruthIssue};
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::stage::{Stage, clear, editions};
use crate::support::database::{TestDatabase, on_each_database};

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, headers: Default::default(), body: None }
}

/// Every so manieth issue of the first project.
fn some(stage: &Stage, step: usize) -> Vec<TruthIssue> {
    let project = stage.project_keys()[0].clone();
    stage.jira.site().truth_page(Some(&project), None, 10_000).issues.into_iter().step_by(step).collect()
}

const CONNECTED: &str = "select count(*) from sites where connected = true";

#[tokio::test(flavor = "multi_thread")]
async fn ten_damaged_issues_that_are_tried_again_together_are_no_outage() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.set(PerformanceSettings { max_retries: 0, ..Default::default() }).await;
            let damaged: Vec<TruthIssue> = some(&stage, 14).into_iter().take(10).collect();
            for issue in &damaged {
                stage.jira.faults().add(Fault::on("", status(500)).holding(&issue.key));
            }
            for attempts in 1..=2 {
                stage.end_pause().await;
                let (run, projects) = stage.sync(SyncMode::Incremental).await;
                assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{projects:?}");
                assert!(projects.iter().all(|row| row.status != "failed"), "{projects:?}");
                assert_eq!(stage.count(CONNECTED).await, 1);
                let tried = format!("select count(*) from quarantined_issues where attempts = {attempts}");
                assert_eq!(stage.count(&tried).await, 10, "attempt {attempts}");
            }
            stage.jira.faults().clear();
            stage.end_pause().await;
            stage.sync_well(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_after_the_projects_that_fails_leaves_the_site_connected_and_says_so() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.sync_well(SyncMode::Full).await;
    stage.sql.execute_unprepared("update issues set remote_links_stale = true").await.unwrap();
    let limited = FaultKind::RateLimited { retry_after: Some(0), reason: None };
    stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", limited));
    let (run, projects) = stage.sync(SyncMode::Incremental).await;
    assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{projects:?}");
    assert!(run.error_message.as_ref().unwrap().contains("Reading remote links"), "{run:?}");
    assert!(projects.iter().all(|row| row.status == "completed"), "{projects:?}");
    assert_eq!(stage.count(CONNECTED).await, 1);
    stage.jira.faults().clear();
    stage.sync_well(SyncMode::Incremental).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issue_that_is_listed_and_not_shown_is_named_in_a_warning() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let edition = config.edition;
        let stage = Stage::new(&database.url, config).await;
        let hidden = some(&stage, 7).remove(1);
        stage.jira.faults().add(Fault::on("/rest/api/*/issue/*", status(403)).holding(&hidden.key));
        if edition == Edition::Cloud {
            stage
                .jira
                .faults()
                .add(Fault::on("/rest/api/3/issue/bulkfetch", status(500)).holding(&hidden.key));
        } else {
            stage.jira.faults().add(Fault::on("/rest/api/2/search", status(500)).holding(&hidden.key));
        }
        let run = stage.sync_well(SyncMode::Full).await;
        let warnings = stage.database.runs().warnings(&run.id).await.unwrap();
        assert!(warnings.iter().any(|row| row.problem.contains("refuses to show it")), "{warnings:?}");
        assert_eq!(
            stage.count("select count(*) from live_issues").await + 1,
            stage.jira.site().truth().issues
        );
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_links_in_quarantine_leave_it_with_their_issue() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::new(&url, cloud).await;
        let bad = some(&stage, 5).remove(2);
        stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", status(500)).holding(&bad.key));
        let (run, _) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str());
        assert_eq!(stage.count("select count(*) from quarantined_issues").await, 1);
        stage.jira.site().delete_issue(&bad.key).unwrap();
        stage.sync(SyncMode::Census).await;
        stage.sync_well(SyncMode::Incremental).await;
        assert_eq!(stage.count("select count(*) from quarantined_issues").await, 0);
    })
    .await;
}

/// Two projects write an issue that moved between them at the same time: PostgreSQL lets them.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_write_an_issue_at_a_time_the_later_one_leaves_nothing_of_the_earlier() {
    let database = TestDatabase::migrated_postgres().await;
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.sync_well(SyncMode::Full).await;
    let issue = some(&stage, 3).remove(1);
    let edit = jira_sync::demo::IssueEdit { summary: Some("Changed".to_owned()), ..Default::default() };
    stage.jira.site().edit_issue(&issue.key, edit).unwrap();
    let other = stage.sql.begin().await.unwrap();
    let id = issue.id;
    for statement in [
        format!("update issues set summary = 'Earlier' where id = {id}"),
        format!(
            "insert into issue_components (site_id, issue_id, component_id, name) values (1, {id}, 77, 'x')"
        ),
    ] {
        other.execute_unprepared(&statement).await.unwrap();
    }
    let run = stage.start(SyncMode::Incremental).await;
    super::side_by_side::until_it_is_in_the_way(&stage, &other).await;
    other.commit().await.unwrap();
    assert_eq!(run.ended().await, RunStatus::Completed);
    let left = format!("select count(*) from issue_components where issue_id = {id} and component_id = 77");
    assert_eq!(stage.count(&left).await, 0);
    stage.assert_equal_to_truth().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issues_that_the_bulk_fetch_leaves_out_are_asked_for_by_their_own_endpoint() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    let left_out = FaultKind::Merge { members: serde_json::json!({"issues": []}) };
    stage.jira.faults().add(Fault::on("/rest/api/3/issue/bulkfetch", left_out));
    stage.sync_well(SyncMode::Full).await;
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issue_without_an_id_costs_a_census_nothing_but_a_warning() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::filled(&url, config).await;
            let (nameless, gone) = (some(&stage, 7).remove(1), some(&stage, 7).remove(3));
            let text = format!(r#""id":"{}""#, nameless.id);
            let fault = FaultKind::Replace { text, with: br#""id":null"#.to_vec() };
            stage.jira.faults().add(Fault::on("", fault).containing(r#"["created","updated"]"#));
            stage.jira.site().delete_issue(&gone.key).unwrap();
            let run = stage.sync_well(SyncMode::Census).await;
            let warnings = stage.database.runs().warnings(&run.id).await.unwrap();
            assert!(warnings.iter().any(|row| row.problem.contains("without an id")), "{warnings:?}");
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}
