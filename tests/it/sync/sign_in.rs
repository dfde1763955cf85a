//! A wrong password costs an occasional failed sign-in, and does not lock the account.

use app::model::{ProjectState, RunStatus, SyncMode};
use jira_sync::{
    demo::{Fault, FaultKind},
    jira::site::SiteConfig,
    store::RunProjectRow,
    sync::TimeLimits,
};
use sea_orm::ConnectionTrait;

use super::stage::{Stage, clear, editions};
use crate::support::{database::on_each_database, site};

fn with_token(stage: &Stage, token: &str) -> Vec<SiteConfig> {
    vec![site("demo", &stage.jira.base_url(), token)]
}

fn only(rows: &[RunProjectRow]) -> (ProjectState, &str) {
    assert_eq!(rows.len(), 1, "{rows:?}");
    (rows[0].status.0, rows[0].error_message.as_deref().unwrap_or_default())
}

/// Failed sign-ins since the last call.
fn failed_sign_ins(stage: &Stage) -> u64 {
    let failed = stage.jira.stats().failed_sign_ins;
    stage.jira.reset_stats();
    failed
}

async fn end_pause(stage: &Stage) {
    let over = "update site_pauses set began_at = '2001-01-01T00:00:00+00:00', ends_at = '2001-01-01T00:00:00+00:00'";
    stage.sql.execute_unprepared(over).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_credentials_pause_scheduled_syncs() {
    on_each_database(async |url| {
        for config in editions() {
            let mut stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Incremental).await;
            stage.restart(with_token(&stage, "wrong"), TimeLimits::default()).await;
            stage.jira.reset_stats();

            let (run, rows) = stage.sync_by_schedule().await;
            assert_eq!(run.status, RunStatus::Failed);
            let (status, reason) = only(&rows);
            assert_eq!(status, ProjectState::Failed);
            assert!(reason.contains("Refused once; next try after "), "{reason}");
            assert!(reason.contains("Start sync"), "{reason}");
            assert_eq!(failed_sign_ins(&stage), 1, "one try, and serverInfo carries no credentials");

            // The next slots, in this process and in another.
            for _ in 0..3 {
                let (run, rows) = stage.sync_by_schedule().await;
                assert_eq!((run.status.0.as_str(), only(&rows)), ("failed", (ProjectState::Skipped, reason)));
                stage.restart(with_token(&stage, "wrong"), TimeLimits::default()).await;
            }
            assert_eq!(stage.jira.requests(), [], "nothing is asked at all");
            let stored = stage.database.sites().all().await.unwrap().remove(0);
            assert_eq!((stored.connected, stored.error_message.as_deref()), (Some(false), Some(reason)));

            end_pause(&stage).await;
            let (_, rows) = stage.sync_by_schedule().await;
            assert!(only(&rows).1.contains("Refused 2 times in a row"), "{rows:?}");
            assert_eq!(failed_sign_ins(&stage), 1);
            stage.sync_by_schedule().await;
            assert_eq!(failed_sign_ins(&stage), 0);

            // Somebody presses Start sync.
            let (_, rows) = stage.sync(SyncMode::Incremental).await;
            assert!(only(&rows).1.contains("Refused 3 times in a row"), "{rows:?}");
            assert_eq!(failed_sign_ins(&stage), 1);

            // Changed settings are tried at once, and the count starts over.
            stage.restart(with_token(&stage, "wrong too"), TimeLimits::default()).await;
            let (_, rows) = stage.sync_by_schedule().await;
            assert!(only(&rows).1.contains("Refused once"), "{rows:?}");
            stage.restart(with_token(&stage, "demo"), TimeLimits::default()).await;
            let (run, rows) = stage.sync_by_schedule().await;
            assert_eq!(run.status, RunStatus::Completed, "{rows:?}");

            // A server that still has the refused settings does not try them again because others work.
            stage.restart(with_token(&stage, "wrong too"), TimeLimits::default()).await;
            failed_sign_ins(&stage);
            let (run, _) = stage.sync_by_schedule().await;
            assert_eq!((run.status.0, failed_sign_ins(&stage)), (RunStatus::Failed, 0));

            // The pause ends when its time is over, or once these settings are accepted.
            stage.restart(with_token(&stage, "demo"), TimeLimits::default()).await;
            end_pause(&stage).await;
            stage.sync_by_schedule().await;
            assert_eq!(stage.count("select count(*) from site_pauses").await, 0);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secret_is_never_stored() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let mut stage = Stage::new(&url, cloud).await;
        stage.restart(with_token(&stage, "wr0ng-s3cret"), TimeLimits::default()).await;
        stage.sync_by_schedule().await;
        let stored = "select reason || ' ' || settings from site_pauses
                      union all select error_message from sync_run_projects";
        let stored = stage.texts(stored).await.join(" ");
        assert!(stored.contains("credentials") && !stored.contains("wr0ng"), "{stored}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_check_retries_refused_credentials_and_counts_the_failure() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let mut stage = Stage::new(&url, cloud).await;
        stage.restart(with_token(&stage, "wrong"), TimeLimits::default()).await;
        for times in ["Refused once", "Refused 2 times in a row"] {
            let sites = stage.compare().await;
            assert!(sites[0].error_message.as_ref().unwrap().contains(times), "{sites:?}");
        }
        assert_eq!(failed_sign_ins(&stage), 2);
        let (_, rows) = stage.sync_by_schedule().await;
        assert_eq!(only(&rows).0, ProjectState::Skipped);
        assert_eq!(failed_sign_ins(&stage), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn captcha_pauses_the_site_and_says_to_sign_in_in_a_browser() {
    let database = crate::support::database::TestDatabase::sqlite();
    let [_, datacenter] = editions();
    let stage = Stage::new(&database.url, datacenter).await;
    stage.jira.faults().add(Fault::on("/rest/api/2/myself", FaultKind::Captcha));
    let (_, rows) = stage.sync_by_schedule().await;
    assert!(only(&rows).1.contains("sign in once in a browser to answer the CAPTCHA"), "{rows:?}");
    stage.jira.reset_stats();
    stage.sync_by_schedule().await;
    assert_eq!(stage.jira.requests(), []);
    stage.jira.faults().clear();
    stage.sync_ok(SyncMode::Incremental).await;
}

/// The password is changed during a run.
#[tokio::test(flavor = "multi_thread")]
async fn credentials_refused_mid_run_pause_the_site() {
    let database = crate::support::database::TestDatabase::sqlite();
    for config in editions() {
        let api = if config.edition == jira_sync::demo::Edition::Cloud { "3" } else { "2" };
        let stage = Stage::new(&database.url, config).await;
        let refused = || FaultKind::Status { status: 401, headers: Default::default(), body: None };
        let myself = format!("/rest/api/{api}/myself");
        stage.jira.faults().add(Fault::on(&myself, refused()).skip(1));
        stage.jira.faults().add(Fault::on(&format!("/rest/api/{api}/search"), refused()));
        let (run, rows) = stage.sync_by_schedule().await;
        assert_eq!(run.status, RunStatus::Failed);
        let whole = rows.iter().find(|row| row.project_key == "*").unwrap();
        assert!(whole.error_message.as_ref().unwrap().contains("next try after"), "{rows:?}");
        let asked = stage.jira.requests().into_iter().filter(|line| line.status == 401).count();
        assert!(asked <= 2 + stage.jira.site().truth().projects.len(), "{asked}");
        stage.jira.reset_stats();
        stage.sync_by_schedule().await;
        assert_eq!(stage.jira.requests(), []);
        stage.jira.faults().clear();
        stage.sync_ok(SyncMode::Incremental).await;
        clear(&stage).await;
    }
}
