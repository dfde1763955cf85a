//! Answers that hold less than there is, or that something else than Jira gave: nothing is lost by them, and nothing is
//! marked.

use app::model::{PerformanceSettings, RunStatus, SyncMode};
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind},
    sync::Selection,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::stage::{Stage, clear, editions};
use crate::support::database::{TestDatabase, on_each_database};

fn merged(members: Value) -> FaultKind {
    FaultKind::Merge { members }
}

fn status(status: u16, body: Option<&str>) -> FaultKind {
    FaultKind::Status { status, headers: Default::default(), body: body.map(str::to_owned) }
}

fn api(stage: &Stage) -> &'static str {
    if stage.jira.site().config().edition == Edition::Cloud { "/rest/api/3" } else { "/rest/api/2" }
}

async fn impatient(url: &str, config: DemoConfig) -> Stage {
    let stage = Stage::new(url, config).await;
    stage.set(PerformanceSettings { max_retries: 0, ..Default::default() }).await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn all_comments_come_whatever_their_pages_say_of_the_total() {
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
            stage.sync_well(SyncMode::Full).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issue_without_its_fields_keeps_what_is_known_of_it() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::filled(&url, config).await;
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
                stage.sync_well(SyncMode::Full).await;
                assert_eq!(stage.texts("select summary from issues order by id").await, before, "{odd}");
                stage.assert_equal_to_truth().await;
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_stay_where_jira_lists_none_any_more() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = Stage::filled(&database.url, config).await;
        let counts = async || {
            let live = |table: &str| format!("select count(*) from {table} where deleted_at is null");
            (stage.count(&live("boards")).await, stage.count(&live("sprints")).await)
        };
        let before = counts().await;
        assert!(before.0 > 0 && before.1 > 0);
        let none = json!({"values": [], "total": 0, "isLast": true});
        stage.jira.faults().add(Fault::on("/rest/agile/1.0/board", merged(none)));
        let run = stage.sync_well(SyncMode::Full).await;
        assert_eq!(counts().await, before);
        let warnings = stage.database.runs().warnings(&run.id).await.unwrap();
        assert!(warnings.iter().any(|row| row.path == "board"), "{warnings:?}");
        for table in ["boards", "sprints"] {
            stage.sql.execute_unprepared(&format!("delete from {table}")).await.unwrap();
        }
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_that_no_site_has_is_not_called_synced() {
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
        assert_eq!(run.status, expected.as_str(), "{run:?}");
        let told = run.error_message.unwrap_or_default();
        assert_eq!(told.contains("There is no project NOPE"), projects.contains(&"NOPE"), "{told}");
    }
    let settings = PerformanceSettings::default();
    let sites = stage.engine.verify(&part(&["NOPE"]), &settings).await.unwrap();
    assert!(sites[0].error_message.as_ref().unwrap().contains("no project NOPE"), "{sites:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_404_that_a_proxy_wrote_does_not_say_that_an_issue_is_gone() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = impatient(&database.url, config).await;
        stage.sync_well(SyncMode::Full).await;
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
            assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{rows:?}");
            assert_eq!(stage.count("select count(*) from issues where deleted_at is not null").await, 0);
        }
        stage.jira.faults().clear();
        stage.sync_well(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_links_that_jira_no_longer_knows_stay_and_are_asked_for_again() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::filled(&url, cloud).await;
        let links = "select count(*) from remote_links";
        let before = stage.count(links).await;
        assert!(before > 0);
        stage.jira.faults().add(Fault::on("/rest/api/3/issue/*/remotelink", status(404, None)));
        stage.sql.execute_unprepared("update issues set remote_links_stale = true").await.unwrap();
        let (run, _) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str());
        assert_eq!(stage.count(links).await, before);
        stage.jira.faults().clear();
        stage.end_pause().await;
        stage.sync_well(SyncMode::Full).await;
        assert_eq!(stage.count(links).await, before);
    })
    .await;
}

/// Every answer that so much as lists it fails.
#[tokio::test(flavor = "multi_thread")]
async fn an_issue_that_cannot_even_be_listed_costs_data_center_neither_its_project_nor_the_census() {
    on_each_database(async |url| {
        let [_, datacenter] = editions();
        let stage = impatient(&url, datacenter).await;
        let damaged = stage.issue_keys(0)[7].clone();
        let spoils = || Fault::on("/rest/api/2/search", status(500, None)).holding(&damaged).also_listed();
        for mode in [SyncMode::Full, SyncMode::Census] {
            stage.jira.faults().add(spoils());
            let (run, rows) = stage.sync(mode).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{rows:?}");
            assert!(rows.iter().all(|row| row.status != "failed"), "{rows:?}");
            let stored = stage.count("select count(*) from live_issues").await;
            assert!(stored + 1 >= stage.jira.site().truth().issues, "{stored}");
            stage.jira.faults().clear();
        }
        stage.end_pause().await;
        stage.sync(SyncMode::Census).await;
        stage.sync_well(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
    })
    .await;
}

/// On Cloud its id can be listed, and its times cannot.
#[tokio::test(flavor = "multi_thread")]
async fn an_issue_whose_times_cannot_be_listed_costs_cloud_no_census() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = impatient(&database.url, cloud).await;
    stage.sync_well(SyncMode::Full).await;
    let (damaged, gone) = (stage.issue_keys(0)[7].clone(), stage.issue_keys(0)[9].clone());
    let spoils = Fault::on("/rest/api/3/search/jql", status(500, None)).holding(&damaged).also_listed();
    stage.jira.faults().add(spoils.containing(r#"["created","updated"]"#));
    stage.jira.site().delete_issue(&gone).unwrap();
    stage.sync_well(SyncMode::Census).await;
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_in_several_lists_is_what_its_own_endpoint_says() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::filled(&database.url, cloud).await;
    let project = stage.jira.site().truth().projects.remove(1);
    let entry = json!({"id": project.id.to_string(), "key": project.key, "name": "In three lists"});
    let listed = merged(json!({"values": [entry], "total": 1, "isLast": true}));
    for state in ["status=archived", "status=deleted"] {
        stage.jira.faults().add(Fault::on("/rest/api/3/project/search", listed.clone()).containing(state));
    }
    stage.sync_well(SyncMode::Incremental).await;
    stage.assert_equal_to_truth().await;
}
