//! Requested waits and missing responses are remembered; other sites and other parts of the run continue.

use std::time::Duration;

use app::model::{PerformanceSettings, ProjectState, RunStatus, SyncMode};
use chrono::{TimeDelta, Utc};
use jira_sync::{
    demo::{DemoJira, Edition, Fault, FaultKind},
    jira::{Limits, SignIn},
    store::RunProjectRow,
    sync::TimeLimits,
};
use sea_orm::ConnectionTrait;

use super::stage::{Stage, clear, editions};
use crate::{
    client::script::{Script, no_reply},
    support::{
        database::{TestDatabase, on_each_database},
        site,
    },
};

const WHOLE_SITE: &str = "*";

fn site_row<'a>(rows: &'a [RunProjectRow], instance: &str) -> (ProjectState, &'a str) {
    let of = |row: &&RunProjectRow| row.project_key == WHOLE_SITE && row.instance == instance;
    let row = rows.iter().find(of).unwrap_or_else(|| panic!("{rows:?}"));
    (row.status.0, row.error_message.as_deref().unwrap_or_default())
}

fn asks_to_wait(seconds: u64) -> FaultKind {
    FaultKind::RateLimited { retry_after: Some(seconds), reason: None }
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[tokio::test(flavor = "multi_thread")]
async fn long_retry_after_pauses_later_runs_other_processes_and_verify() {
    on_each_database(async |url| {
        for config in editions() {
            let mut stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Incremental).await;
            let search = stage.jira.faults();
            search.add(Fault::on("/rest/api", asks_to_wait(7200)).containing("project = "));
            let (run, rows) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::Failed, "{rows:?}");
            let (status, reason) = site_row(&rows, "demo");
            assert_eq!(status, ProjectState::Failed);
            assert!(
                reason.contains("Jira asked to wait 120 min")
                    && reason.contains("resumes automatically after "),
                "{reason}"
            );
            assert!(!reason.contains("project_timeout"), "{reason}");

            stage.jira.faults().clear();
            stage.jira.reset_stats();
            let sites = vec![site("demo", &stage.jira.base_url(), "demo")];
            stage.restart(sites, TimeLimits::default()).await;
            // This also applies to a sync started by hand.
            for (run, rows) in [stage.sync(SyncMode::Incremental).await, stage.sync_by_schedule().await] {
                assert_eq!(run.status, RunStatus::Failed, "{rows:?}");
                assert_eq!(site_row(&rows, "demo").0, ProjectState::Skipped);
                assert!(site_row(&rows, "demo").1.contains("Jira asked to wait"), "{rows:?}");
            }
            let sites = stage.compare().await;
            assert!(sites[0].error_message.as_ref().unwrap().contains("Jira asked to wait"), "{sites:?}");
            assert_eq!(stage.jira.requests(), [], "nothing is asked meanwhile");
            let stored = stage.database.sites().all().await.unwrap().remove(0);
            assert_eq!((stored.connected, stored.error_message), (Some(true), None), "it did answer");

            stage.sql.execute_unprepared("update site_pauses set ends_at = began_at").await.unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count("select count(*) from site_pauses").await, 0);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_received_by_verify_pauses_runs() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.jira.faults().add(Fault::on("/rest/api/3/project", asks_to_wait(7200)).times(1));
    let sites = stage.compare().await;
    assert!(sites[0].error_message.as_ref().unwrap().contains("Jira asked to wait"), "{sites:?}");
    stage.jira.reset_stats();
    let (_, rows) = stage.sync_by_schedule().await;
    assert_eq!(site_row(&rows, "demo").0, ProjectState::Skipped);
    assert_eq!(stage.jira.requests(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_are_synced_while_one_is_paused() {
    on_each_database(async |url| {
        for config in editions() {
            let other = DemoJira::start(config.clone()).await.unwrap();
            let stage = Stage::with_sites(&url, config, |jira| {
                vec![site("good", &jira.base_url(), "demo"), site("waits", &other.base_url(), "demo")]
            })
            .await;
            other.faults().add(Fault::on("/rest/api", asks_to_wait(3600)));
            for status in [ProjectState::Failed, ProjectState::Skipped] {
                let (run, rows) = stage.sync_by_schedule().await;
                assert_eq!(run.status, RunStatus::CompletedWithErrors, "{rows:?}");
                assert_eq!(site_row(&rows, "waits").0, status);
                let done = rows.iter().filter(|row| row.status == ProjectState::Completed).count();
                assert_eq!(done, stage.jira.site().truth().projects.len());
            }
            stage.sql.execute_unprepared("delete from site_pauses").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_of_ten_years_pauses_the_site_for_24_hours() {
    let database = TestDatabase::sqlite();
    let [_, datacenter] = editions();
    let stage = Stage::new(&database.url, datacenter).await;
    stage.jira.faults().add(Fault::on("/rest/api/2/project", asks_to_wait(315_360_000)));
    let (_, rows) = stage.sync_by_schedule().await;
    assert!(site_row(&rows, "demo").1.contains("3650 days; jira-sync waits at most 24 h"), "{rows:?}");
    let (pauses, now) = stage.database.sites().pauses().await.unwrap();
    let left = pauses[0].ends_at - now;
    assert!(left <= TimeDelta::hours(24) && left > TimeDelta::hours(23), "{left}");
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_set_back_does_not_prolong_a_pause() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::new(&url, cloud).await;
        stage.jira.faults().add(Fault::on("/rest/api/3/project", asks_to_wait(3600)).times(1));
        stage.sync_by_schedule().await;
        // As if the clock had been in 2099 when Jira asked.
        let ahead = "update site_pauses set began_at = '2099-01-01T00:00:00+00:00', ends_at = '2099-01-01T01:00:00+00:00'";
        stage.sql.execute_unprepared(ahead).await.unwrap();
        stage.jira.reset_stats();
        let (_, rows) = stage.sync_by_schedule().await;
        assert_eq!(site_row(&rows, "demo").0, ProjectState::Skipped);
        let (pauses, now) = stage.database.sites().pauses().await.unwrap();
        let left = pauses[0].ends_at - now;
        assert!(left > TimeDelta::minutes(50) && left <= TimeDelta::hours(1), "{left}");
        assert!(pauses[0].began_at <= now, "it is stored, so that it does not begin again each time");
        assert_eq!(stage.jira.requests(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn short_retry_after_is_waited_out_within_the_run() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = Stage::new(&database.url, config).await;
        stage.jira.faults().add(Fault::on("/rest/api", asks_to_wait(1)).containing("project = ").times(1));
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
        assert_eq!(stage.count("select count(*) from site_pauses").await, 0);
        clear(&stage).await;
    }
}

/// A response at sign-in may take at most 300 ms.
fn short_sign_in() -> TimeLimits {
    let sign_in = SignIn { answer: millis(300), retries: 2, ..SignIn::default() };
    TimeLimits { requests: Limits { sign_in, ..Limits::default() }, ..TimeLimits::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_site_is_only_probed_in_later_runs() {
    on_each_database(async |url| {
        let dead = Script::start_bare(|_| no_reply()).await;
        let [cloud, _] = editions();
        let mut stage = Stage::new(&url, cloud).await;
        let mut other = dead.site();
        other.name = "dead".to_owned();
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo"), other], short_sign_in()).await;
        stage.set(PerformanceSettings { backoff_factor: 0.1, ..PerformanceSettings::default() }).await;
        for attempts in [3, 1, 1, 1, 1, 3] {
            let (run, rows) = stage.sync_by_schedule().await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{rows:?}");
            let (status, reason) = site_row(&rows, "dead");
            assert_eq!(status, ProjectState::Failed);
            assert!(reason.contains(&format!("({attempts} attempt")), "{attempts}: {reason}");
            let done = rows.iter().filter(|row| row.status == ProjectState::Completed).count();
            assert_eq!(done, stage.jira.site().truth().projects.len());
        }
        assert_eq!(dead.signed_in().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn site_with_hanging_searches_is_given_up_after_one_project() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let mut stage = Stage::new(&database.url, config).await;
        let requests = Limits {
            request_timeout: millis(300),
            reference_timeout: millis(300),
            silence: millis(200),
            ..short_sign_in().requests
        };
        let times = TimeLimits { requests, ..TimeLimits::default() };
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], times).await;
        let few = PerformanceSettings { max_workers: 1, backoff_factor: 0.1, ..Default::default() };
        stage.set(few).await;
        for path in ["/rest/api/3/search/jql", "/rest/api/2/search", "/rest/api/3/search/approximate-count"] {
            stage.jira.faults().add(Fault::on(path, FaultKind::Silence));
        }
        let is_search = |path: &str| path.ends_with("/search/jql") || path == "/rest/api/2/search";
        let searches = || stage.jira.requests().iter().filter(|line| is_search(&line.path)).count();
        // The first project's listing, on Data Center with smaller pages too, and then the smallest search twice; in
        // later runs only the latter.
        for most in [8, 2] {
            stage.jira.reset_stats();
            let (run, rows) = stage.sync_by_schedule().await;
            assert_eq!(run.status, RunStatus::Failed, "{rows:?}");
            let (_, reason) = site_row(&rows, "demo");
            assert!(reason.contains("searches are not answered"), "{reason}");
            assert!(searches() <= most, "{} of {most}", searches());
        }
        stage.jira.faults().clear();
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hanging_count_request_does_not_fail_its_project() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let mut stage = Stage::new(&database.url, config).await;
        // Only the listing may take this long; the project's time limit is shorter than its four attempts.
        let requests = Limits {
            request_timeout: Duration::from_secs(20),
            reference_timeout: millis(300),
            ..Limits::default()
        };
        let times = TimeLimits { requests, ..TimeLimits::default() };
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], times).await;
        stage
            .set(PerformanceSettings { project_timeout: 60, backoff_factor: 0.1, ..Default::default() })
            .await;
        let cloud = stage.jira.site().config().edition == Edition::Cloud;
        // Data Center counts by a search that returns no issues.
        let count = if cloud { "jql" } else { "\"maxResults\":0" };
        for path in ["/rest/api/3/search/approximate-count", "/rest/api/2/search"] {
            stage.jira.faults().add(Fault::on(path, FaultKind::Silence).containing(count));
        }
        for mode in [SyncMode::Incremental, SyncMode::Census] {
            let run = stage.sync_ok(mode).await;
            let warnings = stage.database.runs().warnings(run.id).await.unwrap();
            // A listing on Data Center includes its total; only a census counts separately.
            let counts = cloud || mode == SyncMode::Census;
            let warned = warnings.iter().any(|row| row.problem.contains("failed to count"));
            assert_eq!(warned, counts, "{warnings:?}");
            stage.assert_equal_to_truth().await;
        }
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn site_that_stops_responding_mid_run_is_given_up() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let mut stage = Stage::new(&database.url, config).await;
        let times = TimeLimits {
            requests: Limits {
                request_timeout: millis(500),
                silence: millis(400),
                ..short_sign_in().requests
            },
            ..TimeLimits::default()
        };
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], times).await;
        let faults = stage.jira.faults();
        // The first responses belong to the sign-in and the list of projects.
        faults.add(Fault::on("/rest/api", FaultKind::Silence).containing("project = "));
        faults.add(Fault::on("/rest/api/2/serverInfo", FaultKind::Silence).skip(1));
        let (run, rows) = stage.sync_by_schedule().await;
        assert_eq!(run.status, RunStatus::Failed, "{rows:?}");
        assert!(site_row(&rows, "demo").1.contains("the site does not respond"), "{rows:?}");
        let stored = stage.database.sites().all().await.unwrap().remove(0);
        assert_eq!(stored.connected, Some(false));
        stage.jira.faults().clear();
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], TimeLimits::default()).await;
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_after_the_projects_have_their_own_time_limit() {
    on_each_database(async |url| {
        for config in editions() {
            let mut stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Incremental).await;
            let times = TimeLimits { finishing: millis(500), ..TimeLimits::default() };
            stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], times).await;
            // Remote links are still to be read, and all ids begin with 1.
            for path in ["/rest/api/2/issue/1", "/rest/api/3/issue/1"] {
                stage.jira.faults().add(Fault::on(path, FaultKind::Silence));
            }
            let run = stage.sync_ok(SyncMode::Incremental).await;
            let warnings = stage.database.runs().warnings(run.id).await.unwrap();
            assert_eq!(warnings.len(), 1, "{warnings:?}");
            assert!(
                warnings[0].problem.contains("Reading remote links took longer than 0.5 s"),
                "{warnings:?}"
            );
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_has_a_time_limit_per_project() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let mut stage = Stage::new(&database.url, config).await;
        let times = TimeLimits { verify: millis(200), ..TimeLimits::default() };
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], times).await;
        let project = stage.jira.site().truth().projects[0].clone();
        let silence = Fault::on("/rest/api", FaultKind::Silence);
        stage.jira.faults().add(silence.containing(&format!("project = {} ", project.id)));
        let sites = stage.compare().await;
        let failed: Vec<_> =
            sites[0].projects.iter().filter(|project| project.error_message.is_some()).collect();
        assert_eq!(failed.len(), 1, "{sites:?}");
        assert_eq!(failed[0].project_key, project.key);
        assert!(failed[0].error_message.as_ref().unwrap().contains("took longer than 0.2 s"), "{failed:?}");
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn status_and_dashboard_show_the_pause() {
    use crate::support::app::TestApp;
    TestApp::on_each_database(async |app| {
        app.sync().await;
        app.jira.faults().add(Fault::on("/rest/api", asks_to_wait(7200)));
        app.sync().await;
        let status = app.read("/api/status/system").await;
        let waits = &status["sites"][0];
        assert_eq!(waits["connected"], true, "{status}");
        let until: chrono::DateTime<Utc> = waits["waiting_until"].as_str().unwrap().parse().unwrap();
        assert!(until - Utc::now() > TimeDelta::minutes(110), "{status}");
        assert!(waits["waiting_reason"].as_str().unwrap().contains("Jira asked to wait"), "{status}");
        assert_eq!(status["system_health"], "warning");
        let page = app.get("/").await.text;
        assert!(page.contains("Jira asked to wait") && page.contains("Waiting"), "the dashboard says so");
    })
    .await;
}
