//! Concurrent transactions on PostgreSQL: after a deadlock the run repeats its transaction, and no transaction reverts
//! what another one wrote.

use app::model::{RunStatus, SyncMode};
use jira_sync::demo::{IssueEdit, TruthIssue};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, Statement, TransactionTrait};

use crate::{
    support::database::TestDatabase,
    sync::stage::{Stage, editions},
};

/// Runs `mode`, which writes `one`, `two` and `three` in this order, against a transaction that has locked `three` and
/// waits for `one`. PostgreSQL aborts whichever detects the deadlock; each looks once, `deadlock_timeout` after its
/// wait began. The other transaction never looks; the run's last wait begins when the deadlock exists.
async fn run_into_deadlock(stage: &Stage, mode: SyncMode, [one, two, three]: [&str; 3]) {
    let touch = |key: &str| format!("update issues set synced_at = synced_at where key = '{key}'");
    let (gate, other) = (stage.sql.begin().await.unwrap(), stage.sql.begin().await.unwrap());
    gate.execute_unprepared(&touch(two)).await.unwrap();
    other.execute_unprepared("set local deadlock_timeout = '1h'").await.unwrap();
    other.execute_unprepared(&touch(three)).await.unwrap();
    let run = stage.start(mode).await;
    until_blocking(stage, &gate).await;
    let other_waits = format!("select cardinality(pg_blocking_pids({}))::bigint", pid(&other).await);
    let lock_one = async {
        other.execute_unprepared(&touch(one)).await.unwrap();
        other.commit().await.unwrap();
    };
    let opens_gate = async {
        stage.until_any(&other_waits).await;
        gate.commit().await.unwrap();
    };
    tokio::join!(lock_one, opens_gate);
    assert_eq!(run.ended().await, RunStatus::Completed, "{mode:?}");
    stage.until_any("select deadlocks from pg_stat_database where datname = current_database()").await;
    stage.assert_equal_to_truth().await;
}

/// Waits until another session waits for this transaction.
async fn until_blocking(stage: &Stage, transaction: &DatabaseTransaction) {
    let pid = pid(transaction).await;
    let waiting = format!("select count(*) from pg_stat_activity where {pid} = any(pg_blocking_pids(pid))");
    stage.until_any(&waiting).await;
}

async fn pid(session: &DatabaseTransaction) -> i32 {
    let query = Statement::from_string(DatabaseBackend::Postgres, "select pg_backend_pid()");
    session.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

fn keys(issues: &[TruthIssue]) -> [&str; 3] {
    [&issues[0].key, &issues[1].key, &issues[2].key]
}

#[tokio::test(flavor = "multi_thread")]
async fn page_lost_to_a_deadlock_is_written_again() {
    for config in editions() {
        let database = TestDatabase::migrated_postgres().await;
        let stage = Stage::new(&database.url, config).await;
        stage.sync_ok(SyncMode::Full).await;
        let site = stage.jira.site();
        let issues = site.truth_page(Some(&site.truth().projects[0].key), None, 3).issues;
        for issue in &issues {
            let edit = IssueEdit { summary: Some("Changed".to_owned()), ..IssueEdit::default() };
            site.edit_issue(&issue.key, edit).unwrap();
        }
        run_into_deadlock(&stage, SyncMode::Incremental, keys(&issues)).await;
        assert_eq!(stage.count("select count(*) from issues where summary = 'Changed'").await, 3);
        database.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_mark_lost_to_a_deadlock_is_repeated() {
    for config in editions() {
        let database = TestDatabase::migrated_postgres().await;
        let stage = Stage::new(&database.url, config).await;
        stage.sync_ok(SyncMode::Full).await;
        let site = stage.jira.site();
        let issues = site.truth_page(Some(&site.truth().projects[0].key), None, 3).issues;
        issues.iter().for_each(|issue| site.delete_issue(&issue.key).unwrap());
        run_into_deadlock(&stage, SyncMode::Census, keys(&issues)).await;
        assert_eq!(stage.count("select count(*) from issues where deletion_kind = 'deleted'").await, 3);
        database.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_updates_of_one_person_are_both_kept() {
    let [_, config] = editions();
    let database = TestDatabase::migrated_postgres().await;
    let stage = Stage::new(&database.url, config).await;
    stage.sync_ok(SyncMode::Full).await;
    let site = stage.jira.site();
    let issue = site.truth_page(None, None, 1).issues.remove(0);
    let reporter = format!("(select reporter_id from issues where id = {})", issue.id);
    let forget = format!("update users set email = null, listed = 0 where id = {reporter}");
    stage.sql.execute_unprepared(&forget).await.unwrap();
    site.edit_issue(&issue.key, IssueEdit { summary: Some("Changed".to_owned()), ..IssueEdit::default() })
        .unwrap();
    let other = stage.sql.begin().await.unwrap();
    // Data Center never reports the account type, so nothing else restores it.
    let learns = format!("update users set account_type = 'app' where id = {reporter}");
    other.execute_unprepared(&learns).await.unwrap();
    let run = stage.start(SyncMode::Incremental).await;
    until_blocking(&stage, &other).await;
    other.commit().await.unwrap();
    assert_eq!(run.ended().await, RunStatus::Completed);
    let both = format!(
        "select count(*) from users where email is not null and account_type = 'app' and id = {reporter}"
    );
    assert_eq!(stage.count(&both).await, 1);
    database.remove().await;
}

/// Two projects can write an issue that moved between them at the same time: PostgreSQL allows it.
#[tokio::test(flavor = "multi_thread")]
async fn later_of_two_concurrent_writers_replaces_the_whole_issue() {
    let database = TestDatabase::migrated_postgres().await;
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.sync_ok(SyncMode::Full).await;
    let site = stage.jira.site();
    let issue = site.truth_page(Some(&stage.project_keys()[0]), None, 4).issues.remove(3);
    let edit = IssueEdit { summary: Some("Changed".to_owned()), ..IssueEdit::default() };
    site.edit_issue(&issue.key, edit).unwrap();
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
    until_blocking(&stage, &other).await;
    other.commit().await.unwrap();
    assert_eq!(run.ended().await, RunStatus::Completed);
    let left = format!("select count(*) from issue_components where issue_id = {id} and component_id = 77");
    assert_eq!(stage.count(&left).await, 0);
    stage.assert_equal_to_truth().await;
    database.remove().await;
}
