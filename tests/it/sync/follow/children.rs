//! Comments, worklogs and remote links of issues are stored completely, and their edits and deletions are followed.

use app::model::{PerformanceSettings, SyncMode};
use chrono::TimeDelta;
use jira_sync::demo::{Fault, FaultKind, TruthIssue};
use sea_orm::ConnectionTrait;

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, clear, editions},
};

/// After this, no change is found by `updated`.
const FUTURE_WATERMARK: &str = "update project_sync_state set watermark_ms = 4102444800000, read_at = null";

#[tokio::test(flavor = "multi_thread")]
async fn comment_and_worklog_edits_and_deletions_are_synced() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let issue = site.truth_page(None, None, 1).issues.remove(0).key;
            let comments: Vec<_> =
                (0..30).map(|n| site.add_comment(&issue, &format!("No. {n}")).unwrap()).collect();
            let worklogs: Vec<_> = (0..30).map(|n| site.add_worklog(&issue, 60 + n, None).unwrap()).collect();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            site.edit_comment(&comments[3], "edited").unwrap();
            site.delete_comment(&comments[4]).unwrap();
            site.edit_worklog(&worklogs[3], 7777).unwrap();
            site.delete_worklog(&worklogs[4]).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            let ids = [comments[3].id, comments[4].id, worklogs[3].id, worklogs[4].id];
            let text = format!("select body_text from comments where id = {}", ids[0]);
            assert_eq!(stage.texts(&text).await, ["edited"]);
            for query in [
                format!("select count(*) from comments where id = {} and deleted_at is not null", ids[1]),
                format!("select count(*) from worklogs where id = {} and time_spent_seconds = 7777", ids[2]),
                format!("select count(*) from worklogs where id = {} and deleted_at is not null", ids[3]),
            ] {
                assert_eq!(stage.count(&query).await, 1, "{query}");
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn worklog_feeds_find_changes_that_issue_updates_do_not_show() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let issue = site.truth_page(None, None, 1).issues.remove(0).key;
            let worklogs: Vec<_> = (0..3).map(|n| site.add_worklog(&issue, 60 + n, None).unwrap()).collect();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.sql.execute_unprepared(FUTURE_WATERMARK).await.unwrap();
            site.edit_worklog(&worklogs[0], 7777).unwrap();
            site.delete_worklog(&worklogs[1]).unwrap();
            site.add_worklog(&issue, 999, None).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            let edited = format!(
                "select count(*) from worklogs where id = {} and time_spent_seconds = 7777",
                worklogs[0].id
            );
            assert_eq!(stage.count(&edited).await, 0, "the feeds leave out the last minute");
            site.advance_clock(TimeDelta::seconds(90));
            stage.sql.execute_unprepared(FUTURE_WATERMARK).await.unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(&edited).await, 1);
            stage.assert_equal_to_truth().await;
            stage.sql.execute_unprepared("delete from site_cursors").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_links_are_reread_when_the_issue_changes() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let waiting = "select count(*) from issues where remote_links_stale = true";
            assert_eq!(stage.count(waiting).await, 0);
            let links = stage.count("select count(*) from remote_links").await;
            assert!(links > 0);
            stage.sql.execute_unprepared("delete from remote_links").await.unwrap();
            let changed = "select key from issues order by id";
            for key in stage.texts(changed).await {
                stage.jira.site().add_comment(&key, "touched").unwrap();
            }
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(waiting).await, 250, "200 of 450 in an incremental run");
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(stage.count("select count(*) from remote_links").await, links);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failing_worklog_is_skipped_and_the_others_are_read() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = Stage::new(&database.url, config).await;
        stage.set(PerformanceSettings { max_retries: 0, ..Default::default() }).await;
        let site = stage.jira.site();
        let issues = site.truth_page(None, None, 5).issues;
        let log = |issue: &TruthIssue| site.add_worklog(&issue.key, 60, None).unwrap();
        let worklogs: Vec<_> = issues.iter().map(log).collect();
        stage.sync_ok(SyncMode::Incremental).await;
        stage.sql.execute_unprepared(FUTURE_WATERMARK).await.unwrap();
        for worklog in &worklogs {
            site.edit_worklog(worklog, 7777).unwrap();
        }
        let status = FaultKind::Status { status: 500, headers: Default::default(), body: None };
        let fault = Fault::on("/rest/api/*/worklog/list", status).containing(&worklogs[2].id.to_string());
        stage.jira.faults().add(fault);
        // The feeds leave out the last minute.
        site.advance_clock(TimeDelta::seconds(90));
        let run = stage.sync_ok(SyncMode::Incremental).await;
        let warnings = stage.database.runs().warnings(run.id).await.unwrap();
        let counts = warnings.iter().filter(|row| row.path == "worklog/list").map(|row| row.count);
        assert_eq!(counts.collect::<Vec<_>>(), [1]);
        let read = "select count(*) from worklogs where time_spent_seconds = 7777";
        assert_eq!(stage.count(read).await, 4);
        clear(&stage).await;
        stage.sql.execute_unprepared("delete from site_cursors").await.unwrap();
    }
}
