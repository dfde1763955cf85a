//! The run lock, its lease and its fence, on both databases.

use crate::support::order::{claim, holder, order};
use std::time::Duration;

use crate::support::{control::by_hand, database::on_each_database};
use app::model::{RunStatus, SyncMode, SyncType};
use jira_sync::store::{
    Claim, Database, DriftCheck, Metric, Place, ProjectId, ProjectRef, RunHandle, RunId, RunProgress,
    RunProjectRow, RunQuery, RunResult, RunTotals, SiteId, StoreError, mirror,
};
use sea_orm::ConnectionTrait;

const LEASE: Duration = Duration::from_secs(30);

async fn started(database: &Database) -> RunHandle {
    claim(database, &order(SyncMode::Incremental), &holder()).await
}

async fn expire_lease(url: &str) {
    by_hand(url, "update sync_runs set lease_until = '2001-01-01T00:00:00+00:00'").await;
}

fn completed(totals: RunTotals) -> RunResult {
    let metrics = vec![Metric { name: "requests", value: 3.0, unit: "count" }];
    RunResult { status: RunStatus::Completed, totals, error_message: None, metrics }
}

async fn status_of(database: &Database, run_id: RunId) -> RunStatus {
    database.runs().get(run_id).await.unwrap().unwrap().status.0
}

#[tokio::test]
async fn run_with_an_expired_lease_does_not_count_as_running() {
    on_each_database(async |url| {
        let database = Database::connect(&url).await.unwrap();
        assert!(!database.runs().is_syncing().await.unwrap());
        started(&database).await;
        assert!(database.runs().is_syncing().await.unwrap());
        expire_lease(&url).await;
        assert!(!database.runs().is_syncing().await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn second_run_is_refused_with_the_id_of_the_active_one() {
    on_each_database(async |url| {
        let database = Database::connect(&url).await.unwrap();
        let first = started(&database).await;
        let second = database.runs().claim(&order(SyncMode::Incremental), &holder()).await.unwrap();
        assert_eq!(second, Claim::Busy(first.run_id));

        database.runs().finish(&first, &completed(RunTotals::default())).await.unwrap();
        assert_ne!(started(&database).await.run_id, first.run_id);
    })
    .await;
}

#[tokio::test]
async fn only_one_of_many_concurrent_starts_gets_the_lock() {
    on_each_database(async |url| {
        let barrier = std::sync::Arc::new(tokio::sync::Barrier::new(8));
        let database = Database::connect(&url).await.unwrap();
        let starts = (0..8).map(|_| {
            let (barrier, database) = (barrier.clone(), database.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                database.runs().claim(&order(SyncMode::Incremental), &holder()).await.unwrap()
            })
        });
        let claims = futures::future::join_all(starts).await;
        let won = claims.into_iter().filter(|claim| matches!(claim.as_ref().unwrap(), Claim::Started(_)));
        assert_eq!(won.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn expired_run_is_interrupted_and_its_holder_is_fenced() {
    on_each_database(async |url| {
        let database = Database::connect(&url).await.unwrap();
        let stale = started(&database).await;
        let abc = ProjectRef { id: ProjectId(1), key: "ABC".to_owned() };
        let row = RunProjectRow::queued(SiteId(1), "site", &Place::Project(abc));
        database.runs().upsert_project(&stale, &row).await.unwrap();
        expire_lease(&url).await;

        let next = started(&database).await;
        let run = database.runs().get(stale.run_id).await.unwrap().unwrap();
        assert_eq!(run.status, RunStatus::Interrupted);
        assert!(run.completed_at.is_some() && run.error_message.is_some());
        let projects = database.runs().projects(stale.run_id).await.unwrap();
        assert_eq!((projects[0].status.0.as_str(), projects[0].end_time.is_some()), ("stopped", true));

        let renewed = database.runs().renew(&stale, &RunProgress::default(), LEASE).await;
        assert!(matches!(renewed, Err(StoreError::Fenced)), "{renewed:?}");
        let written = database.runs().upsert_project(&stale, &row).await;
        assert!(matches!(written, Err(StoreError::Fenced)), "{written:?}");
        let reference = mirror::Reference::default();
        let written = database.mirror(SiteId(1)).refresh_reference(&stale, reference).await;
        assert!(matches!(written, Err(StoreError::Fenced)), "{written:?}");
        let written = database.mirror(SiteId(1)).refresh_projects(&stale, Vec::new()).await;
        assert!(matches!(written, Err(StoreError::Fenced)), "{written:?}");
        let finished = database.runs().finish(&stale, &completed(RunTotals::default())).await;
        assert!(matches!(finished, Err(StoreError::Fenced)), "{finished:?}");
        assert_eq!(status_of(&database, next.run_id).await, RunStatus::Running);
    })
    .await;
}

#[tokio::test]
async fn heartbeat_renews_the_lease_and_stores_progress() {
    on_each_database(async |url| {
        let database = Database::connect(&url).await.unwrap();
        let run = started(&database).await;
        expire_lease(&url).await;
        let progress = RunProgress {
            totals: RunTotals { total_projects: 4, total_issues: 120, ..RunTotals::default() },
            current_project: Some("ABC".to_owned()),
            ..RunProgress::default()
        };
        let renewed = database.runs().renew(&run, &progress, LEASE).await.unwrap();
        assert!(!renewed.stop_requested);
        assert_eq!(database.runs().recover().await.unwrap(), 0);
        let row = database.runs().newest().await.unwrap().unwrap();
        assert_eq!((row.total_projects, row.total_issues), (4, 120));
        assert_eq!(row.current_project.as_deref(), Some("ABC"));
    })
    .await;
}

#[tokio::test]
async fn run_ends_as_stopped_after_a_stop_request() {
    on_each_database(async |url| {
        let database = Database::connect(&url).await.unwrap();
        assert_eq!(database.runs().request_stop().await.unwrap(), None);
        let run = started(&database).await;
        assert_eq!(database.runs().request_stop().await.unwrap(), Some(run.run_id));
        let renewed = database.runs().renew(&run, &RunProgress::default(), LEASE).await.unwrap();
        assert!(renewed.stop_requested);

        let totals = RunTotals { total_issues: 7, ..RunTotals::default() };
        let ended = database.runs().finish(&run, &completed(totals)).await.unwrap();
        assert_eq!(ended, RunStatus::Stopped);
        let row = database.runs().get(run.run_id).await.unwrap().unwrap();
        assert_eq!((row.status.0.as_str(), row.total_issues), ("stopped", 7));
        assert_eq!(database.runs().metrics(run.run_id).await.unwrap()[0].name, "requests");
    })
    .await;
}

#[tokio::test]
async fn run_history_is_newest_first_and_can_be_filtered() {
    on_each_database(async |url| {
        let database = Database::connect(&url).await.unwrap();
        let mut newest_first = Vec::new();
        for _ in 0..3 {
            let run = started(&database).await;
            database.runs().finish(&run, &completed(RunTotals::default())).await.unwrap();
            newest_first.insert(0, run.run_id);
        }
        let active = started(&database).await;
        newest_first.insert(0, active.run_id);
        // Runs that began in the same millisecond keep their order.
        let connection = sea_orm::Database::connect(&url).await.unwrap();
        let at_once = "update sync_runs set started_at = (select min(started_at) from sync_runs)";
        connection.execute_unprepared(at_once).await.unwrap();
        connection.close().await.unwrap();
        let (_, all) = database.runs().page(&RunQuery::default(), 10, 0).await.unwrap();
        assert_eq!(all.into_iter().map(|run| run.id).collect::<Vec<_>>(), newest_first);

        let (total, page) = database.runs().page(&RunQuery::default(), 2, 0).await.unwrap();
        assert_eq!((total, page.len(), page[0].id), (4, 2, active.run_id));
        let query = RunQuery { status: Some(RunStatus::Completed), ..RunQuery::default() };
        assert_eq!(database.runs().page(&query, 10, 2).await.unwrap().1.len(), 1);
        let query = RunQuery { sync_type: Some(SyncType::Scheduled), ..RunQuery::default() };
        assert_eq!(database.runs().page(&query, 10, 0).await.unwrap().0, 0);
        let query = RunQuery { before: Some(page[0].started_at), ..RunQuery::default() };
        assert!(database.runs().page(&query, 10, 0).await.unwrap().0 <= 3);

        let figures = database.runs().figures(page[0].started_at - chrono::TimeDelta::days(7)).await.unwrap();
        assert_eq!((figures.total, figures.successful, figures.failed), (3, 3, 0));
        assert_eq!(database.runs().durations(10).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn one_comparison_runs_at_a_time_beside_a_sync() {
    on_each_database(async |url| {
        let (ours, theirs) = (Database::connect(&url).await.unwrap(), Database::connect(&url).await.unwrap());
        assert_eq!(ours.drift().check().await.unwrap(), DriftCheck::default());
        let order = order(SyncMode::Verify);
        let first = claim(&ours, &order, &holder()).await;
        assert_eq!(theirs.runs().claim(&order, &holder()).await.unwrap(), Claim::Busy(first.run_id));
        assert!(theirs.drift().check().await.unwrap().checking);
        let sync = started(&theirs).await;
        assert_eq!(ours.runs().newest().await.unwrap().unwrap().id, sync.run_id);
        assert_eq!(ours.runs().request_stop().await.unwrap(), Some(sync.run_id));
        theirs.runs().finish(&sync, &completed(RunTotals::default())).await.unwrap();
        let of_anybody = RunQuery { sync_type: Some(SyncType::Manual), ..RunQuery::default() };
        for query in [RunQuery::default(), of_anybody] {
            let (_, listed) = ours.runs().page(&query, 10, 0).await.unwrap();
            assert_eq!(listed.into_iter().map(|run| run.id).collect::<Vec<_>>(), [sync.run_id]);
        }

        // The process is gone, which others on the machine can see; or it hangs; or the clock was set back.
        let mut latest = first;
        for change in [
            "process = substr(process, 1, length(process) - 1)",
            "process = null, lease_until = '2001-01-01T00:00:00+00:00'",
            "process = null, lease_until = '2101-01-01T00:00:00+00:00'",
        ] {
            by_hand(&url, &format!("update sync_runs set {change} where status = 'running'")).await;
            let lost = theirs.drift().check().await.unwrap();
            assert!(!lost.checking && lost.error_message.unwrap().contains("Compare again"), "{change}");
            let refused = ours.runs().finish(&latest, &completed(RunTotals::default())).await;
            assert!(matches!(refused, Err(StoreError::Fenced)), "{refused:?}");
            let late = ours.mirror(SiteId(1)).store_drift(&latest, &[]).await;
            assert!(matches!(late, Err(StoreError::Fenced)), "{late:?}");
            latest = claim(&theirs, &order, &holder()).await;
        }
        theirs.mirror(SiteId(1)).store_drift(&latest, &[]).await.unwrap();
        let silent = RunResult::failed(RunTotals::default(), "The site was silent.");
        theirs.runs().finish(&latest, &silent).await.unwrap();
        let ended = ours.drift().check().await.unwrap();
        assert_eq!((ended.checking, ended.error_message.as_deref()), (false, Some("The site was silent.")));
        for database in [ours, theirs] {
            database.close().await.unwrap();
        }
    })
    .await;
}
