//! A comparison with Jira finds every kind of difference and changes nothing, and a census repairs what it finds.

use app::model::{RunStatus, SyncMode};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, clear, editions},
};

#[tokio::test(flavor = "multi_thread")]
async fn missing_outdated_and_surplus_issues_are_reported_and_repaired() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(counts(&stage).await, [0, 0, 0]);
            let site = stage.jira.site();
            let project = site.truth().projects[0].key.clone();
            let keys: Vec<String> =
                site.truth_page(Some(&project), None, 4).issues.into_iter().map(|issue| issue.key).collect();
            site.delete_issue(&keys[0]).unwrap();
            for damage in [
                format!("delete from issues where key in ('{}', '{}')", keys[1], keys[2]),
                format!("update issues set updated_at = created_at where key = '{}'", keys[3]),
            ] {
                stage.sql.execute_unprepared(&damage).await.unwrap();
            }
            assert_eq!(counts(&stage).await, [2, 1, 1]);
            assert_eq!(counts(&stage).await, [2, 1, 1], "looking changes nothing");
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!(counts(&stage).await, [0, 0, 0]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

async fn counts(stage: &Stage) -> [i64; 3] {
    let (run, _) = stage.sync(SyncMode::Verify).await;
    assert_eq!((run.status.0, run.error_message), (RunStatus::Completed, None));
    let stored = stage.database.drift().reports().await.unwrap();
    assert_eq!(stored.len() as i64, run.total_projects);
    stored.iter().fold([0; 3], |[a, b, c], r| [a + r.missing, b + r.outdated, c + r.surplus])
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_command_reports_drift_by_its_exit_status() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    let verify = || {
        let sites = serde_json::json!([{"url": stage.jira.base_url(), "name": "demo",
            "username": "demo@example.com", "api_token": "demo"}]);
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_jira-sync"));
        command
            .args(["verify", "--json"])
            .env("DATABASE_URL", &database.url)
            .env("JIRA_INSTANCES", sites.to_string());
        command
    };
    let elsewhere = stage.folder.path().join("elsewhere.db");
    let url = format!("sqlite://{}", elsewhere.display());
    let none = verify().env("DATABASE_URL", url).output().await.unwrap();
    let stderr = String::from_utf8_lossy(&none.stderr);
    assert!(none.status.code() == Some(1) && stderr.contains("Run `jira-sync migrate`"), "{none:?}");
    assert!(!elsewhere.exists());
    let before = verify().output().await.unwrap();
    assert_eq!(before.status.code(), Some(4), "{before:?}");
    let report: Value = serde_json::from_slice(&before.stdout).unwrap();
    assert_eq!(report["drift"], true);
    assert_eq!(report["sites"][0]["projects"][0]["missing"], 150);
    stage.sync_ok(SyncMode::Full).await;
    let after = verify().output().await.unwrap();
    assert_eq!(after.status.code(), Some(0), "{after:?}");
    assert!(stage.database.drift().reports().await.unwrap().is_empty(), "the command keeps no report");
    // Nothing listens at this address.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let away = serde_json::json!([{"url": format!("http://{gone}"), "name": "away", "username": "u", "api_token": "t"}]);
    let away = verify().env("JIRA_INSTANCES", away.to_string()).output().await.unwrap();
    assert_eq!(away.status.code(), Some(1), "{away:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_census_is_due_when_the_last_one_is_long_ago() {
    use chrono::TimeDelta;
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::new(&url, cloud).await;
        let due = async || stage.database.schedules().census_is_due(TimeDelta::hours(24)).await.unwrap();
        assert!(!due().await, "nothing is mirrored yet");
        stage.sync_ok(SyncMode::Incremental).await;
        assert!(due().await);
        stage.sync_ok(SyncMode::Census).await;
        assert!(!due().await);
        assert!(stage.database.schedules().census_is_due(TimeDelta::zero()).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_and_quarantined_issues_are_counted_separately() {
    use jira_sync::demo::{Fault, FaultKind, NewIssue};
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let damaged = site.truth_page(None, None, 1).issues.remove(0).key;
            let fault = FaultKind::Status { status: 500, headers: Default::default(), body: None };
            stage.jira.faults().add(Fault::on("", fault).holding(&damaged));
            stage.sync(SyncMode::Full).await;
            let project = site.truth().projects[1].key.clone();
            let edited = site.truth_page(Some(&project), None, 1).issues.remove(0).key;
            site.add_comment(&edited, "later").unwrap();
            site.create_issue(NewIssue { project, ..NewIssue::default() }).unwrap();
            assert_eq!(counts(&stage).await, [0, 0, 0]);
            let reports = stage.database.drift().reports().await.unwrap();
            let sum = |of: fn(&jira_sync::store::DriftReport) -> i64| reports.iter().map(of).sum::<i64>();
            assert_eq!((sum(|report| report.pending), sum(|report| report.quarantined)), (2, 1));
            assert!(!reports.iter().any(|report| report.differs()));
            clear(&stage).await;
        }
    })
    .await;
}
