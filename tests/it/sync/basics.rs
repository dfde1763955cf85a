use app::model::{RunStatus, SyncMode};
use jira_sync::demo::{IssueEdit, NewIssue};

use super::stage::{Stage, clear, editions, pages_stored};
use crate::support::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn full_sync_stores_everything_and_a_second_one_changes_nothing() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let run = stage.sync_ok(SyncMode::Full).await;
            let issues = stage.jira.site().truth().issues;
            assert_eq!(run.total_issues.cast_unsigned(), issues);
            stage.assert_equal_to_truth().await;
            for table in
                ["users", "fields", "statuses", "issue_types", "priorities", "versions", "components"]
            {
                assert_ne!(stage.count(&format!("select count(*) from {table}")).await, 0, "{table}");
            }
            for table in
                ["boards", "sprints", "issue_sprints", "issue_links", "attachments", "issue_components"]
            {
                assert_ne!(stage.count(&format!("select count(*) from {table}")).await, 0, "{table}");
            }
            let again = stage.sync_ok(SyncMode::Full).await;
            assert_eq!(again.total_issues.cast_unsigned(), issues);
            assert_eq!((again.issues_created, again.issues_updated), (0, 0));
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn incremental_run_stores_only_what_changed() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Incremental).await;
            let site = stage.jira.site();
            let project = site.truth().projects[0].key.clone();
            let old = site.truth_page(Some(&project), None, 1).issues.remove(0);
            let edit = IssueEdit { summary: Some("Changed by the test".to_owned()), ..IssueEdit::default() };
            site.edit_issue(&old.key, edit).unwrap();
            site.create_issue(NewIssue { project: project.clone(), ..NewIssue::default() }).unwrap();
            site.add_comment(&old.key, "A new comment").unwrap();
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!((run.issues_created, run.issues_updated), (1, 1));
            stage.assert_equal_to_truth().await;
            let summary = format!("select summary from issues where key = '{}'", old.key);
            assert_eq!(stage.texts(&summary).await, ["Changed by the test"]);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_run_keeps_its_pages_and_the_next_run_completes_them() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage
                .set(app::model::PerformanceSettings { batch_size: 50, max_workers: 1, ..Default::default() })
                .await;
            let run = stage.start(SyncMode::Incremental).await;
            let (run_id, stop) = (run.run_id, run.stop.clone());
            pages_stored(&run, 1).await;
            stop.cancel();
            assert_eq!(run.ended().await, RunStatus::Stopped);
            let stored = stage.count("select count(*) from issues").await;
            let row = stage.database.runs().get(run_id).await.unwrap().unwrap();
            assert_eq!(row.total_issues.cast_unsigned(), stored);
            assert!(stored > 0 && stored < stage.jira.site().truth().issues, "{stored}");
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_jira() {
    let database = crate::support::database::TestDatabase::sqlite();
    for config in editions() {
        let api = if config.edition == jira_sync::demo::Edition::Cloud { 3 } else { 2 };
        for path in ["myself", "field", "search"] {
            let stage = Stage::new(&database.url, config.clone()).await;
            let hold = stage.jira.hold(&format!("/rest/api/{api}/{path}"));
            let run = stage.start(SyncMode::Incremental).await;
            hold.wait_for(1).await;
            run.stop.cancel();
            assert_eq!(run.ended().await, RunStatus::Stopped, "{path}");
        }
    }
}
