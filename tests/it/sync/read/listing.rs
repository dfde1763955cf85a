//! No incomplete listing is reported as complete: the number of listed issues is compared with Jira's count.

use app::model::{RunStatus, SyncMode};
use jira_sync::demo::{DemoConfig, Edition, Fault, FaultKind, SiteSettings};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, clear, editions},
};

const WARNED: &str = "select problem from sync_run_warnings where path = 'listing' order by run_id";

/// One project of 60 issues, 20 per page.
fn sites() -> [DemoConfig; 2] {
    editions().map(|config| DemoConfig {
        projects: 1,
        issues: 60,
        search_page_cap: 20,
        settings: SiteSettings { token_page: 20, ..SiteSettings::default() },
        ..config
    })
}

/// The path of searches.
fn search(stage: &Stage) -> &'static str {
    match stage.jira.site().config().edition {
        Edition::Cloud => "/rest/api/3/search/jql",
        Edition::DataCenter => "/rest/api/2/search",
    }
}

/// Every page of a listing in this order is its last. Data Center counts by a search that returns no issues.
fn ends_early(stage: &Stage, order: &str) -> Fault {
    let text = match stage.jira.site().config().edition {
        Edition::Cloud => order,
        Edition::DataCenter if order.is_empty() => "startAt",
        Edition::DataCenter => order,
    };
    Fault::on(search(stage), FaultKind::EndsEarly).containing(text)
}

fn first_key(stage: &Stage) -> String {
    stage.jira.site().truth_page(None, None, 1).issues.remove(0).key
}

#[tokio::test(flavor = "multi_thread")]
async fn next_page_token_overrides_is_last() {
    on_each_database(async |url| {
        let [cloud, _] = sites();
        let stage = Stage::new(&url, cloud).await;
        let last = FaultKind::Merge { members: json!({"isLast": true}) };
        stage.jira.faults().add(Fault::on("/rest/api/3/search/jql", last));
        stage.sync_ok(SyncMode::Full).await;
        stage.assert_equal_to_truth().await;
        stage.jira.site().delete_issue(&first_key(&stage)).unwrap();
        stage.sync_ok(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
        assert_eq!(stage.texts(WARNED).await, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listing_that_ends_early_is_never_reported_as_complete() {
    on_each_database(async |url| {
        for config in sites() {
            let stage = Stage::new(&url, config).await;
            stage.jira.faults().add(ends_early(&stage, ""));
            let incomplete = async |mode| {
                let (run, projects) = stage.sync(mode).await;
                assert_eq!(run.status, RunStatus::CompletedWithErrors, "{run:?}");
                let reason = projects[0].error_message.clone().unwrap();
                assert!(reason.starts_with("Jira counts "), "{reason}");
            };
            incomplete(SyncMode::Incremental).await;
            let stored = stage.count("select count(*) from live_issues").await;
            assert!((20..60).contains(&stored), "what is listed is stored: {stored}");
            // A later incremental sync is incomplete too, as long as the listing was never complete.
            incomplete(SyncMode::Incremental).await;
            incomplete(SyncMode::Full).await;
            stage.jira.faults().clear();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;

            // A census reports the rest neither as missing nor as deleted.
            stage.jira.site().delete_issue(&first_key(&stage)).unwrap();
            stage.jira.faults().add(ends_early(&stage, ""));
            incomplete(SyncMode::Census).await;
            assert_eq!(stage.count("select count(*) from live_issues").await, 60);
            stage.jira.faults().clear();
            stage.sync_ok(SyncMode::Census).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listing_is_repeated_in_another_order_when_issues_are_missing() {
    on_each_database(async |url| {
        for config in sites() {
            let stage = Stage::new(&url, config).await;
            stage.jira.faults().add(ends_early(&stage, "ORDER BY updated"));
            stage.sync_ok(SyncMode::Full).await;
            stage.assert_equal_to_truth().await;
            stage.jira.faults().clear();
            stage.jira.faults().add(ends_early(&stage, "ORDER BY created"));
            stage.jira.site().delete_issue(&first_key(&stage)).unwrap();
            // The mirror lacks an issue that only the other order lists.
            let newest = "delete from issues where id = (select max(id) from issues)";
            stage.sql.execute_unprepared(newest).await.unwrap();
            stage.sync_ok(SyncMode::Census).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.texts(WARNED).await, [""; 0]);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_count_mismatch_is_a_warning_and_does_not_stop_marking() {
    on_each_database(async |url| {
        let [cloud, datacenter] = sites();
        let stage = Stage::new(&url, cloud).await;
        stage.jira.site().set(|settings| settings.count_error = 3);
        stage.sync_ok(SyncMode::Full).await;
        assert_eq!(stage.texts(WARNED).await, ["Jira counts 63 issues and lists 60"]);
        stage.jira.site().delete_issue(&first_key(&stage)).unwrap();
        stage.sync_ok(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
        clear(&stage).await;

        // Deleted issues stay in the index.
        let stage = Stage::new(&url, DemoConfig { index_lag_ms: 3_600_000, ..datacenter }).await;
        stage.sync_ok(SyncMode::Full).await;
        for _ in 0..3 {
            stage.jira.site().delete_issue(&first_key(&stage)).unwrap();
        }
        let run = stage.sync_ok(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
        let warned = stage.database.runs().warnings(run.id).await.unwrap();
        assert_eq!(warned.len(), 1, "{warned:?}");
        assert_eq!(warned[0].problem, "Jira counts 60 issues and lists 57");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_listing_replaces_the_count_when_jira_does_not_count() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = sites();
    let stage = Stage::new(&database.url, cloud).await;
    let refused = FaultKind::Status { status: 403, headers: Default::default(), body: None };
    stage.jira.faults().add(Fault::on("/rest/api/3/search/approximate-count", refused));
    stage.sync_ok(SyncMode::Full).await;
    let warned = stage.texts(WARNED).await;
    assert!(warned.len() == 1 && warned[0].starts_with("Jira failed to count"), "{warned:?}");
    stage.jira.site().delete_issue(&first_key(&stage)).unwrap();
    stage.sync_ok(SyncMode::Census).await;
    stage.assert_equal_to_truth().await;
    stage.jira.faults().add(ends_early(&stage, ""));
    let (run, projects) = stage.sync(SyncMode::Census).await;
    assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_first_and_full_syncs_request_a_count() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let stage = Stage::new(&database.url, DemoConfig { projects: 1, issues: 60, ..config }).await;
        // Data Center counts by a search that returns no issues.
        let counts = async |mode| {
            stage.jira.reset_stats();
            stage.sync_ok(mode).await;
            let asked = stage.jira.requests();
            let counts = asked.iter().filter(|line| {
                line.path.ends_with("approximate-count") || line.body.contains("\"maxResults\":0")
            });
            counts.count()
        };
        assert_eq!(counts(SyncMode::Incremental).await, 1);
        assert_eq!(counts(SyncMode::Incremental).await, 0);
        stage.jira.site().add_comment(&first_key(&stage), "later").unwrap();
        assert_eq!(counts(SyncMode::Incremental).await, 0);
        assert_eq!(counts(SyncMode::Full).await, 1);
        stage.assert_equal_to_truth().await;
    }
}
