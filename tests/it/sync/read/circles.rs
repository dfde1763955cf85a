//! Pages, tokens and feeds that loop are reported, and affect only what they belong to.

use app::model::{PerformanceSettings, ProjectState, RunStatus, SyncMode};
use chrono::TimeDelta;
use jira_sync::demo::{DemoConfig, Edition, Fault, FaultKind, TruthIssue};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{
    support::database::on_each_database,
    sync::stage::{Stage, clear, editions},
};

fn search(config: &DemoConfig) -> &'static str {
    match config.edition {
        Edition::Cloud => "/rest/api/3/search/jql",
        Edition::DataCenter => "/rest/api/2/search",
    }
}

/// Tokens 100, 200, 100, ... on Cloud; on Data Center every page is the first one.
fn circle(config: &DemoConfig, of_project: &str) -> Vec<Fault> {
    let on = |text: &str, fault| Fault::on(search(config), fault).containing(text);
    if config.edition == Edition::DataCenter {
        return vec![on(of_project, FaultKind::FirstPageAgain)];
    }
    let page = |next: &str| FaultKind::Status {
        status: 200,
        headers: Default::default(),
        body: Some(json!({"issues": [], "nextPageToken": next}).to_string()),
    };
    let first = json!({"nextPageToken": "100", "isLast": false});
    vec![
        on(r#""nextPageToken":"100""#, page("200")),
        on(r#""nextPageToken":"200""#, page("100")),
        on(of_project, FaultKind::Merge { members: first }),
    ]
}

fn request_count(stage: &Stage, path: &str, text: &str) -> usize {
    let lines = stage.jira.requests();
    lines.iter().filter(|line| line.path.starts_with(path) && line.body.contains(text)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn looping_listing_fails_only_its_project() {
    on_each_database(async |url| {
        for config in editions() {
            let path = search(&config);
            let stage =
                Stage::new(&url, DemoConfig { issues: 200, search_page_cap: 50, ..config.clone() }).await;
            let project = stage.jira.site().truth().projects[0].clone();
            // Recent changes: Data Center reads such windows by offset.
            for issue in stage.jira.site().truth_page(Some(&project.key), None, 120).issues {
                stage.jira.site().add_comment(&issue.key, "now").unwrap();
            }
            let of_project = format!("project = {} ", project.id);
            circle(&config, &of_project).into_iter().for_each(|fault| stage.jira.faults().add(fault));
            let settings = PerformanceSettings { batch_size: 50, ..PerformanceSettings::default() };
            stage.set(settings.clone()).await;
            let (run, rows) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{rows:?}");
            let failed: Vec<_> = rows.iter().filter(|row| row.status == ProjectState::Failed).collect();
            assert_eq!(failed.len(), 1, "{rows:?}");
            let reason = failed[0].error_message.as_ref().unwrap();
            assert!(reason.contains("loop") && reason.contains("search"), "{reason}");
            assert!(
                request_count(&stage, path, &of_project) < 20,
                "{}",
                request_count(&stage, path, &of_project)
            );

            let sites = stage.compare().await;
            let named: Vec<_> =
                sites[0].projects.iter().filter_map(|project| project.error_message.as_ref()).collect();
            // Verify's windows on Data Center move along `created`, so they need no second page.
            assert_eq!(named.len(), usize::from(config.edition == Edition::Cloud), "{sites:?}");
            assert!(named.iter().all(|reason| reason.contains("loop")), "{named:?}");
            stage.jira.faults().clear();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looping_feed_is_skipped_with_a_warning_and_keeps_its_cursor() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Incremental).await;
            let cursor = "select at_ms from site_cursors where feed = 'worklog/updated'";
            let before = stage.count(cursor).await;
            let old = json!({"lastPage": false, "until": 1000});
            for api in ["2", "3"] {
                let path = format!("/rest/api/{api}/worklog/updated");
                stage.jira.faults().add(Fault::on(&path, FaultKind::Merge { members: old.clone() }));
            }
            stage.jira.reset_stats();
            let run = stage.sync_ok(SyncMode::Incremental).await;
            let warnings = stage.database.runs().warnings(run.id).await.unwrap();
            assert!(
                warnings.iter().any(|w| w.path == "worklog/updated" && w.problem.contains("loop")),
                "{warnings:?}"
            );
            let lines = stage.jira.requests();
            let asked = lines.iter().filter(|line| line.path.ends_with("/worklog/updated")).count();
            assert!(asked < 30, "{asked}");
            assert_eq!(stage.count(cursor).await, before, "the next run reads the feed from there");
            stage.jira.faults().clear();
            stage.sync_ok(SyncMode::Incremental).await;
            assert!(stage.count(cursor).await > before);
            stage.sql.execute_unprepared("delete from site_cursors").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn worklogs_of_the_same_time_split_across_feed_pages_are_read() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let issues = site.truth_page(None, None, 14).issues;
            stage.sync_ok(SyncMode::Incremental).await;
            let add = |issues: &[TruthIssue]| {
                issues.iter().for_each(|issue| drop(site.add_worklog(&issue.key, 60, None).unwrap()));
            };
            // Fourteen worklogs at nearly the same time; a page of ten ends among the last nine.
            add(&issues[..5]);
            site.advance_clock(TimeDelta::seconds(1));
            add(&issues[5..]);
            site.set(|settings| {
                settings.feed_page = 10;
                settings.torn_feeds = true;
            });
            site.advance_clock(TimeDelta::seconds(90));
            // After this, no change is found by `updated`.
            let blind = "update project_sync_state set watermark_ms = 4102444800000, read_at = null";
            stage.sql.execute_unprepared(blind).await.unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            stage.sql.execute_unprepared("delete from site_cursors").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}
