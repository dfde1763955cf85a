//! Responses that are too large or too slow: fewer issues are requested, then more again, and a single issue that is
//! too large affects only itself.

use std::time::Duration;

use app::model::{PerformanceSettings, ProjectState, RunStatus, SyncMode};
use chrono::TimeDelta;
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind, IssueEdit, NewIssue, RequestLine},
    jira::Limits,
    sync::TimeLimits,
};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::{
    support::{database::on_each_database, site},
    sync::stage::{Stage, clear, editions, pages_stored},
};

const BATCH: usize = 50;
const LARGEST: usize = 1024 * 1024;

/// Two projects with several batches, read under these limits.
async fn stage_of(url: &str, config: DemoConfig, requests: Limits) -> Stage {
    let mut stage = Stage::new(url, DemoConfig { projects: 2, issues: 200, ..config }).await;
    let sites = vec![site("demo", &stage.jira.base_url(), "demo")];
    stage.restart(sites, TimeLimits { requests, ..TimeLimits::default() }).await;
    stage.set(PerformanceSettings { batch_size: BATCH as u32, ..PerformanceSettings::default() }).await;
    stage
}

/// Creates an issue with this many bytes of text, updated this many minutes after the first one; returns key and id.
fn add_issue(stage: &Stage, minutes: i64, bytes: u64) -> (String, u64) {
    let site = stage.jira.site();
    let project = site.truth().projects[0].key.clone();
    let at = Some(site.config().epoch - TimeDelta::days(60) + TimeDelta::minutes(minutes));
    let key = site.create_issue(NewIssue { project: project.clone(), at, ..NewIssue::default() }).unwrap();
    let edit = IssueEdit { bytes: Some(bytes), at, ..IssueEdit::default() };
    site.edit_issue(&key, edit).unwrap();
    let issues = site.truth_page(Some(&project), None, 10_000).issues;
    let id = issues.iter().find(|issue| issue.key == key).unwrap().id;
    (key, id)
}

/// The number of issues in a request for several issue documents.
pub(in crate::sync) fn requested_issues(line: &RequestLine) -> Option<usize> {
    let body: Value = serde_json::from_str(&line.body).ok()?;
    if line.path.ends_with("/issue/bulkfetch") {
        return Some(body["issueIdsOrKeys"].as_array()?.len());
    }
    let of_project = body["jql"].as_str().is_some_and(|jql| jql.contains("project"));
    let whole = body["fields"] == serde_json::json!(["*all"]);
    (line.path.ends_with("/2/search") && of_project && whole)
        .then(|| body["maxResults"].as_u64())??
        .try_into()
        .ok()
}

/// The sizes of the requested pages, in order.
fn sizes(stage: &Stage) -> Vec<usize> {
    stage.jira.requests().iter().filter_map(requested_issues).collect()
}

/// Asserts that the pages became smaller, and then larger again.
fn assert_shrank_and_grew(sizes: &[usize]) {
    assert_eq!(sizes[0], BATCH);
    let least = *sizes.iter().min().unwrap();
    assert!(least <= BATCH / 2, "{sizes:?}");
    let from = sizes.iter().position(|size| *size == least).unwrap();
    assert!(sizes[from..].iter().any(|size| *size >= 2 * least), "{sizes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn oversized_page_shrinks_and_oversized_issue_is_quarantined() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == Edition::Cloud;
            let limits = Limits { max_response_bytes: LARGEST, ..Limits::default() };
            let stage = stage_of(&url, config, limits).await;
            let site = stage.jira.site();
            let (giant_key, giant) = add_issue(&stage, 0, LARGEST as u64 + 1);
            (0..20).for_each(|n| drop(add_issue(&stage, 24 * 60 + n, LARGEST as u64 / 10)));
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{run:?} {projects:?}");
            let quarantined = stage.database.sites().quarantine().await.unwrap();
            assert_eq!(quarantined.len(), 1, "{quarantined:?}");
            assert_eq!(
                (quarantined[0].document_key.clone(), quarantined[0].attempts),
                (giant.to_string(), 1)
            );
            let reason = format!(
                "rest/api/{}/issue/{giant} is larger than the limit of 1 MiB",
                if cloud { 3 } else { 2 }
            );
            assert!(quarantined[0].reason.contains(&reason), "{quarantined:?}");
            assert!(quarantined[0].reason.contains("Shorten its content in Jira"), "{quarantined:?}");
            assert_eq!(stage.count("select count(*) from live_issues").await + 1, site.truth().issues);
            assert_shrank_and_grew(&sizes(&stage));

            // Nothing is read again because of it, and it is not requested before its pause ends.
            stage.jira.reset_stats();
            let (run, projects) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{run:?} {projects:?}");
            assert_eq!(run.error_message.as_deref(), Some("1 issue is quarantined."));
            assert!(projects.iter().all(|row| row.status == ProjectState::Completed), "{projects:?}");
            assert!(run.total_issues < 60, "{run:?}");
            let of_giant = format!("/issue/{giant}");
            assert!(!stage.jira.requests().iter().any(|line| line.path.ends_with(&of_giant)));
            assert!(sizes(&stage).iter().all(|size| cloud || *size == BATCH), "{:?}", sizes(&stage));

            site.edit_issue(&giant_key, IssueEdit { bytes: Some(10), ..IssueEdit::default() }).unwrap();
            stage.end_pause().await;
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_that_times_out_is_halved_and_later_grows_again() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == Edition::Cloud;
            let limits = Limits { request_timeout: Duration::from_secs(4), ..Limits::default() };
            let stage = stage_of(&url, config, limits).await;
            let site = stage.jira.site();
            // A page of 50 takes twice the time limit.
            let slow = |issue_ms| site.set(|settings| settings.issue_ms = issue_ms);
            slow(160);
            let run = stage.start(SyncMode::Full).await;
            pages_stored(&run, 1).await;
            slow(0);
            assert_eq!(run.ended().await, RunStatus::Completed);
            stage.assert_equal_to_truth().await;
            assert_shrank_and_grew(&sizes(&stage));
            let lines = stage.jira.requests();
            let late = lines.iter().filter(|line| line.status == 0 && requested_issues(line).is_some());
            let mut late: Vec<&str> = late.map(|line| line.body.as_str()).collect();
            late.sort_unstable();
            let count = late.len();
            late.dedup();
            assert!(count > 0 && late.len() == count, "no page is requested again unchanged: {late:?}");

            // The next run starts with full pages again: few issues changed, and they do not exceed the time limit.
            site.advance_clock(TimeDelta::hours(1));
            stage.sync_ok(SyncMode::Incremental).await;
            for project in site.truth().projects {
                let issue = site.truth_page(Some(&project.key), None, 1).issues.pop().unwrap();
                site.add_comment(&issue.key, "later").unwrap();
            }
            slow(20);
            stage.jira.reset_stats();
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert!(run.total_issues < 20, "{run:?}");
            assert!(stage.jira.requests().iter().all(|line| line.status == 200));
            assert!(sizes(&stage).iter().all(|size| cloud || *size == BATCH), "{:?}", sizes(&stage));
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
            stage.sql.execute_unprepared("delete from quarantined_issues").await.unwrap();
        }
    })
    .await;
}

/// Such an issue costs the time of a few requests, not the time limit of its project.
#[tokio::test(flavor = "multi_thread")]
async fn issue_that_always_times_out_costs_only_a_few_timeouts() {
    on_each_database(async |url| {
        for config in editions() {
            let limits = Limits { request_timeout: Duration::from_secs(2), ..Limits::default() };
            let stage = stage_of(&url, config, limits).await;
            let site = stage.jira.site();
            let project = site.truth().projects[0].key.clone();
            let hung = site.truth_page(Some(&project), None, 70).issues.pop().unwrap();
            stage.jira.faults().add(Fault::on("", FaultKind::Silence).holding(&hung.key));
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{run:?} {projects:?}");
            assert_eq!(stage.count("select count(*) from live_issues").await + 1, site.truth().issues);
            let quarantined = stage.database.sites().quarantine().await.unwrap();
            assert_eq!(
                quarantined.iter().map(|row| row.document_key.as_str()).collect::<Vec<_>>(),
                [hung.id.to_string()]
            );
            // Four in sequence, and on Cloud two for changelogs in parallel. The default limits leave a project time
            // for five.
            assert!(stage.jira.faults().hits() <= 6, "{}", stage.jira.faults().hits());
            stage.jira.faults().clear();
            stage.end_pause().await;
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}
