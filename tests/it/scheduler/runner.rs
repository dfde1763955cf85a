//! Runs are started only through the runner: each run ends, and only its holder's work counts.

use app::model::{RunStatus, SyncMode};
use jira_sync::{
    runs::Start,
    store::{RunOrder, RunTotals, Selection},
};

use crate::support::{
    control::{Control, by_hand},
    database::on_each_database,
    limit::eventually,
    order::order,
};

#[tokio::test]
async fn run_stores_its_progress_and_completes() {
    on_each_database(async |url| {
        let mut control = Control::new(&url).await;
        let run = control.start(&[]).await;
        let job = control.began.recv().await.unwrap();
        assert_eq!(job.handle.run_id, run.run_id);
        job.progress
            .update(|progress| progress.totals = RunTotals { total_issues: 42, ..RunTotals::default() });
        eventually("stored progress", async || {
            control.database.runs().newest().await.unwrap().unwrap().total_issues == 42
        })
        .await;
        control.gate.add_permits(1);
        assert_eq!(run.ended().await, RunStatus::Completed);
        let row = control.database.runs().newest().await.unwrap().unwrap();
        assert_eq!((row.status.0.as_str(), row.successful_projects), ("completed", 1));
    })
    .await;
}

#[tokio::test]
async fn panicking_engine_fails_the_run_and_releases_the_lock() {
    let url = "sqlite::memory:";
    let control = Control::new(url).await;
    let run = control.start(&["PANIC"]).await;
    assert_eq!(run.ended().await, RunStatus::Failed);
    assert!(control.database.runs().newest().await.unwrap().unwrap().error_message.is_some());
    control.start(&[]).await;

    let selection = Selection { projects: vec!["PANIC".to_owned()], ..Selection::default() };
    let comparison = RunOrder { selection, ..order(SyncMode::Verify) };
    let Start::Started(run) = control.runner.start(comparison).await.unwrap() else { panic!("busy") };
    assert_eq!(run.ended().await, RunStatus::Failed);
    let ended = control.database.drift().check().await.unwrap();
    assert!(!ended.checking && ended.error_message.unwrap().contains("The comparison failed unexpectedly"));
}

#[tokio::test]
async fn stop_request_reaches_a_run_of_another_process() {
    on_each_database(async |url| {
        let (here, there) = (Control::new(&url).await, Control::new(&url).await);
        let run = here.start(&[]).await;
        assert_eq!(there.runner.stop().await.unwrap(), Some(run.run_id));
        assert_eq!(run.ended().await, RunStatus::Stopped);
        assert_eq!(there.runner.stop().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn run_that_was_taken_over_ends_as_interrupted() {
    on_each_database(async |url| {
        let mut stale = Control::new(&url).await;
        let next = Control::new(&url).await;
        let run = stale.start(&[]).await;
        let job = stale.began.recv().await.unwrap();
        by_hand(
            &url,
            "update sync_runs set status = 'interrupted', fence = fence + 1, completed_at = started_at",
        )
        .await;
        let taken_over = next.start(&[]).await;
        assert_eq!(run.ended().await, RunStatus::Interrupted);
        assert!(!job.stop.is_cancelled());
        assert_eq!(
            next.database.runs().get(taken_over.run_id).await.unwrap().unwrap().status,
            RunStatus::Running
        );
    })
    .await;
}

#[tokio::test]
async fn shutdown_stops_the_active_run() {
    let mut control = Control::new("sqlite::memory:").await;
    control.start(&[]).await;
    control.began.recv().await.unwrap();
    control.runner.shut_down().await;
    assert_eq!(control.database.runs().newest().await.unwrap().unwrap().status, RunStatus::Stopped);
}
