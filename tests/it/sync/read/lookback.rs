//! A first sync that looks back some days leaves a boundary, which everything respects until all issues are requested.

use app::model::{FirstSync, PerformanceSettings, SyncMode};
use chrono::{TimeDelta, Utc};
use jira_sync::{demo::DemoConfig, store::DriftReport};

use crate::{
    support::database::on_each_database,
    sync::stage::{Stage, clear, editions},
};

const LIVE: &str = "select count(*) from live_issues";

async fn looking_back(stage: &Stage) {
    let window =
        PerformanceSettings { lookback_days: 60, first_sync: FirstSync::Lookback, ..Default::default() };
    stage.set(window).await;
}

/// The keys of the issues updated within the window, or of the others.
fn keys(stage: &Stage, recent: bool) -> Vec<String> {
    let since = (Utc::now() - TimeDelta::days(60)).timestamp_millis();
    let issues = stage.jira.site().truth_page(None, None, 10_000).issues;
    issues.into_iter().filter(|issue| (issue.updated >= since) == recent).map(|issue| issue.key).collect()
}

async fn compared(stage: &Stage) -> DriftReport {
    let sites = stage.compare().await;
    sites[0].projects[0].clone()
}

fn sites() -> [DemoConfig; 2] {
    editions().map(|config| DemoConfig { projects: 1, issues: 100, ..config })
}

#[tokio::test(flavor = "multi_thread")]
async fn issues_before_the_lookback_are_neither_missing_nor_fetched() {
    on_each_database(async |url| {
        for config in sites() {
            let stage = Stage::new(&url, config).await;
            looking_back(&stage).await;
            stage.sync_ok(SyncMode::Incremental).await;
            let (recent, old) = (keys(&stage, true), keys(&stage, false));
            assert!(recent.len() > 3 && old.len() > 3, "{recent:?} {old:?}");
            stage.sync_ok(SyncMode::Census).await;
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!(stage.count(LIVE).await, recent.len() as u64);
            let report = compared(&stage).await;
            assert_eq!((report.missing, report.issues), (0, recent.len() as i64), "{report:?}");
            assert!(!report.differs(), "{report:?}");

            // An older issue that changes is stored like any other, and stored issues are marked when they are deleted.
            let site = stage.jira.site();
            site.add_comment(&old[0], "again").unwrap();
            site.delete_issue(&recent[0]).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(compared(&stage).await.surplus, 1);
            stage.sync_ok(SyncMode::Census).await;
            let gone = "select key from issues where deletion_kind = 'deleted'";
            assert_eq!(stage.texts(gone).await, [recent[0].clone()]);
            let live = format!("select count(*) from live_issues where key = '{}'", old[0]);
            assert_eq!(stage.count(&live).await, 1);
            assert_eq!(stage.count(LIVE).await, recent.len() as u64);
            assert!(!compared(&stage).await.differs());
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_everything_makes_the_next_sync_read_older_issues() {
    on_each_database(async |url| {
        for config in sites() {
            let stage = Stage::new(&url, config).await;
            looking_back(&stage).await;
            stage.sync_ok(SyncMode::Incremental).await;
            stage.set(PerformanceSettings::default()).await;
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(
                stage.count("select count(*) from project_sync_state where read_from_ms > 0").await,
                0
            );
            // Only once: the next run reads only changes.
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert!(run.total_issues < 50, "{run:?}");
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_sync_reads_everything_and_removes_the_boundary() {
    on_each_database(async |url| {
        for config in sites() {
            let stage = Stage::new(&url, config).await;
            looking_back(&stage).await;
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(
                stage.count("select count(*) from project_sync_state where read_from_ms > 0").await,
                1
            );
            stage.sync_ok(SyncMode::Full).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(
                stage.count("select count(*) from project_sync_state where read_from_ms > 0").await,
                0
            );
            // From now on an issue that the mirror loses is missing, however old it is.
            let old = keys(&stage, false).remove(0);
            let lose = format!("delete from issues where key = '{old}'");
            sea_orm::ConnectionTrait::execute_unprepared(&stage.sql, &lose).await.unwrap();
            assert_eq!(compared(&stage).await.missing, 1);
            stage.sync_ok(SyncMode::Census).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}
