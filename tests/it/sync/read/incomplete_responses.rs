//! Responses that contain less than they should, or do not come from Jira: nothing is lost and nothing is marked
//! because of them.

use app::model::{PerformanceSettings, ProjectState, RunStatus, SyncMode};
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind},
    store::Selection,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, clear, editions},
};

fn merged(members: Value) -> FaultKind {
    FaultKind::Merge { members }
}

fn status(status: u16, body: Option<&str>) -> FaultKind {
    FaultKind::Status { status, headers: Default::default(), body: body.map(str::to_owned) }
}

fn api(stage: &Stage) -> &'static str {
    if stage.jira.site().config().edition == Edition::Cloud { "/rest/api/3" } else { "/rest/api/2" }
}

async fn stage_without_retries(url: &str, config: DemoConfig) -> Stage {
    let stage = Stage::new(url, config).await;
    stage.set(PerformanceSettings { max_retries: 0, ..Default::default() }).await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn all_comments_are_read_even_if_the_total_is_wrong() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = Stage::new(&database.url, config).await;
        let issue = stage.issue_keys(0)[3].clone();
        for number in 0..230 {
            stage.jira.site().add_comment(&issue, &format!("No. {number}")).unwrap();
        }
        for total in [json!(10), json!(null), json!("230"), json!(100_000)] {
            stage.jira.faults().clear();
            let path = format!("{}/issue/*/comment", api(&stage));
            stage.jira.faults().add(Fault::on(&path, merged(json!({"total": total}))));
            stage.sync_ok(SyncMode::Full).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_returned_without_fields_or_key_keeps_its_stored_values() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::synced(&url, config).await;
            let page = stage.jira.site().truth_page(None, None, 10_000);
            let before = stage.texts("select summary from issues order by id").await;
            for odd in
                [json!({"fields": null}), json!({"fields": {}}), json!({"key": null}), json!({"key": ""})]
            {
                let issues: Vec<Value> = page
                    .issues
                    .iter()
                    .map(|issue| {
                        let mut document =
                            json!({"id": issue.id.to_string(), "key": issue.key, "fields": {"summary": "x"}});
                        document.as_object_mut().unwrap().extend(odd.as_object().unwrap().clone());
                        document
                    })
                    .collect();
                let (path, text) = match stage.jira.site().config().edition {
                    Edition::Cloud => ("/rest/api/3/issue/bulkfetch", "fields"),
                    Edition::DataCenter => ("/rest/api/2/search", "*all"),
                };
                stage.jira.faults().clear();
                stage.jira.faults().add(Fault::on(path, merged(json!({"issues": issues}))).containing(text));
                stage.sync_ok(SyncMode::Full).await;
                assert_eq!(stage.texts("select summary from issues order by id").await, before, "{odd}");
                stage.assert_equal_to_truth().await;
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_are_kept_when_jira_suddenly_lists_none() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = Stage::synced(&database.url, config).await;
        let counts = async || {
            let live = |table: &str| format!("select count(*) from {table} where deleted_at is null");
            (stage.count(&live("boards")).await, stage.count(&live("sprints")).await)
        };
        let before = counts().await;
        assert!(before.0 > 0 && before.1 > 0);
        let none = json!({"values": [], "total": 0, "isLast": true});
        stage.jira.faults().add(Fault::on("/rest/agile/1.0/board", merged(none)));
        let run = stage.sync_ok(SyncMode::Full).await;
        assert_eq!(counts().await, before);
        let warnings = stage.database.runs().warnings(run.id).await.unwrap();
        assert!(warnings.iter().any(|row| row.path == "board"), "{warnings:?}");
        for table in ["boards", "sprints"] {
            stage.sql.execute_unprepared(&format!("delete from {table}")).await.unwrap();
        }
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn selecting_an_unknown_project_is_an_error() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    let known = stage.project_keys()[0].to_lowercase();
    let part = |projects: &[&str]| Selection {
        projects: projects.iter().map(|key| (*key).to_owned()).collect(),
        ..Selection::default()
    };
    for (projects, expected) in [
        (vec!["NOPE"], RunStatus::Failed),
        (vec![known.as_str(), "NOPE"], RunStatus::CompletedWithErrors),
        (vec![known.as_str()], RunStatus::Completed),
    ] {
        let (run, _) = stage.sync_part(SyncMode::Incremental, part(&projects)).await;
        assert_eq!(run.status, expected, "{run:?}");
        let message = run.error_message.unwrap_or_default();
        assert_eq!(message.contains("There is no project NOPE"), projects.contains(&"NOPE"), "{message}");
    }
    let settings = PerformanceSettings::default();
    let sites = stage.engine.compare(&part(&["NOPE"]), &settings).await.unwrap();
    assert!(sites[0].error_message.as_ref().unwrap().contains("no project NOPE"), "{sites:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn proxy_404_does_not_mark_an_issue_as_deleted() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = stage_without_retries(&database.url, config).await;
        stage.sync_ok(SyncMode::Full).await;
        let key = stage.issue_keys(1)[2].clone();
        let id =
            stage.jira.site().truth_page(None, None, 10_000).issues.iter().find(|i| i.key == key).unwrap().id;
        stage.jira.site().delete_issue(&key).unwrap();
        for body in ["<html><head><title>404 Not Found</title></head></html>", "404 page not found", ""] {
            stage.jira.faults().clear();
            stage
                .jira
                .faults()
                .add(Fault::on(&format!("{}/issue/{id}", api(&stage)), status(404, Some(body))));
            let (run, rows) = stage.sync(SyncMode::Census).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{rows:?}");
            assert_eq!(stage.count("select count(*) from issues where deleted_at is not null").await, 0);
        }
        stage.jira.faults().clear();
        stage.sync_ok(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_links_answered_with_404_are_kept_and_reread_later() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::synced(&url, cloud).await;
        let links = "select count(*) from remote_links";
        let before = stage.count(links).await;
        assert!(before > 0);
        stage.jira.faults().add(Fault::on("/rest/api/3/issue/*/remotelink", status(404, None)));
        stage.sql.execute_unprepared("update issues set remote_links_stale = true").await.unwrap();
        let (run, _) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors);
        assert_eq!(stage.count(links).await, before);
        stage.jira.faults().clear();
        stage.end_pause().await;
        stage.sync_ok(SyncMode::Full).await;
        assert_eq!(stage.count(links).await, before);
    })
    .await;
}

/// Every response that lists the issue fails.
#[tokio::test(flavor = "multi_thread")]
async fn unlistable_issue_does_not_fail_a_data_center_project_or_census() {
    on_each_database(async |url| {
        let [_, datacenter] = editions();
        let stage = stage_without_retries(&url, datacenter).await;
        let damaged = stage.issue_keys(0)[7].clone();
        let spoils = || Fault::on("/rest/api/2/search", status(500, None)).holding(&damaged).also_listed();
        for mode in [SyncMode::Full, SyncMode::Census] {
            stage.jira.faults().add(spoils());
            let (run, rows) = stage.sync(mode).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{rows:?}");
            assert!(rows.iter().all(|row| row.status != ProjectState::Failed), "{rows:?}");
            let stored = stage.count("select count(*) from live_issues").await;
            assert!(stored + 1 >= stage.jira.site().truth().issues, "{stored}");
            stage.jira.faults().clear();
        }
        stage.end_pause().await;
        stage.sync(SyncMode::Census).await;
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
    })
    .await;
}

/// On Cloud its id can be listed, but not its times.
#[tokio::test(flavor = "multi_thread")]
async fn issue_whose_times_cannot_be_listed_does_not_fail_a_cloud_census() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = stage_without_retries(&database.url, cloud).await;
    stage.sync_ok(SyncMode::Full).await;
    let (damaged, gone) = (stage.issue_keys(0)[7].clone(), stage.issue_keys(0)[9].clone());
    let spoils = Fault::on("/rest/api/3/search/jql", status(500, None)).holding(&damaged).also_listed();
    stage.jira.faults().add(spoils.containing(r#"["created","updated"]"#));
    stage.jira.site().delete_issue(&gone).unwrap();
    stage.sync_ok(SyncMode::Census).await;
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn project_in_conflicting_lists_has_the_state_of_its_own_endpoint() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::synced(&database.url, cloud).await;
    let project = stage.jira.site().truth().projects.remove(1);
    let entry = json!({"id": project.id.to_string(), "key": project.key, "name": "In three lists"});
    let listed = merged(json!({"values": [entry], "total": 1, "isLast": true}));
    for state in ["status=archived", "status=deleted"] {
        stage.jira.faults().add(Fault::on("/rest/api/3/project/search", listed.clone()).containing(state));
    }
    stage.sync_ok(SyncMode::Incremental).await;
    stage.assert_equal_to_truth().await;
}
