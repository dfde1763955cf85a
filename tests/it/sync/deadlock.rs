//! PostgreSQL ends one of two transactions that wait for each other: the run does it anew.

use app::model::{RunStatus, SyncMode};
use jira_sync::demo::IssueEdit;
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::stage::{Stage, editions};
use crate::support::database::TestDatabase;

/// Runs `mode`, which writes `one` and then `two`, against somebody who writes them the other way round. The run waits
/// first, so that it is the one that PostgreSQL ends.
async fn in_each_others_way(stage: &Stage, mode: SyncMode, [one, two]: [&str; 2]) {
    let touch = |key: &str| format!("update issues set synced_at = synced_at where key = '{key}'");
    let other = stage.sql.begin().await.unwrap();
    other.execute_unprepared(&touch(two)).await.unwrap();
    let run = stage.start(mode).await;
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while stage.count(waiting).await == 0 {
        tokio::task::yield_now().await;
    }
    other.execute_unprepared(&touch(one)).await.unwrap();
    other.commit().await.unwrap();
    assert_eq!(run.ended().await, RunStatus::Completed, "{mode:?}");
    let ended = "select deadlocks from pg_stat_database where datname = current_database()";
    while stage.count(ended).await == 0 {
        tokio::task::yield_now().await;
    }
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_a_deadlock_ended_is_written_anew() {
    for config in editions() {
        let database = TestDatabase::postgres().await;
        let stage = Stage::new(&database.url, config).await;
        stage.sync_well(SyncMode::Full).await;
        let site = stage.jira.site();
        let issues = site.truth_page(Some(&site.truth().projects[0].key), None, 2).issues;
        for issue in &issues {
            let edit = IssueEdit { summary: Some("Changed".to_owned()), ..IssueEdit::default() };
            site.edit_issue(&issue.key, edit).unwrap();
        }
        in_each_others_way(&stage, SyncMode::Incremental, [&issues[0].key, &issues[1].key]).await;
        assert_eq!(stage.count("select count(*) from issues where summary = 'Changed'").await, 2);
        database.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_a_deadlock_ended_is_set_anew() {
    for config in editions() {
        let database = TestDatabase::postgres().await;
        let stage = Stage::new(&database.url, config).await;
        stage.sync_well(SyncMode::Full).await;
        let site = stage.jira.site();
        let issues = site.truth_page(Some(&site.truth().projects[0].key), None, 2).issues;
        issues.iter().for_each(|issue| site.delete_issue(&issue.key).unwrap());
        in_each_others_way(&stage, SyncMode::Census, [&issues[0].key, &issues[1].key]).await;
        assert_eq!(stage.count("select count(*) from issues where deletion_kind = 'deleted'").await, 2);
        database.remove().await;
    }
}
