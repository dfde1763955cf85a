//! Answers that are too large or take too long: fewer issues are asked for, then more again, and what is too large by
//! itself costs only itself.

use std::time::Duration;

use app::model::{PerformanceSettings, RunStatus, SyncMode};
use chrono::TimeDelta;
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind, IssueEdit, NewIssue, RequestLine},
    jira::Limits,
    sync::TimeLimits,
};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::stage::{Stage, clear, editions, pages_stored};
use crate::support::{database::on_each_database, site};

const BATCH: usize = 50;
const LARGEST: usize = 1024 * 1024;

/// Two projects of several batches, read under these limits.
async fn stage_of(url: &str, config: DemoConfig, requests: Limits) -> Stage {
    let mut stage = Stage::new(url, DemoConfig { projects: 2, issues: 200, ..config }).await;
    let sites = vec![site("demo", &stage.jira.base_url(), "demo")];
    stage.restart(sites, TimeLimits { requests, ..TimeLimits::default() }).await;
    stage.set(PerformanceSettings { batch_size: BATCH as u32, ..PerformanceSettings::default() }).await;
    stage
}

/// Makes an issue whose text has so many bytes, so many minutes after everything began to be changed; returns its key and id.
fn add(stage: &Stage, minutes: i64, bytes: u64) -> (String, u64) {
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

/// For how many issues a request asks, if it is one for the documents of several.
pub(super) fn asked(line: &RequestLine) -> Option<usize> {
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

/// Sizes of the pages that were asked for, in order.
fn sizes(stage: &Stage) -> Vec<usize> {
    stage.jira.requests().iter().filter_map(asked).collect()
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
async fn a_page_that_is_too_large_shrinks_and_an_issue_that_is_too_large_is_quarantined() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == Edition::Cloud;
            let limits = Limits { largest_answer: LARGEST, ..Limits::default() };
            let stage = stage_of(&url, config, limits).await;
            let site = stage.jira.site();
            let (giant_key, giant) = add(&stage, 0, LARGEST as u64 + 1);
            (0..20).for_each(|n| drop(add(&stage, 24 * 60 + n, LARGEST as u64 / 10)));
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{run:?} {projects:?}");
            let aside = stage.database.sites().quarantine().await.unwrap();
            assert_eq!(aside.len(), 1, "{aside:?}");
            assert_eq!((aside[0].document_key.clone(), aside[0].attempts), (giant.to_string(), 1));
            let reason = format!("rest/api/{}/issue/{giant} is larger than 1 MiB", if cloud { 3 } else { 2 });
            assert!(aside[0].reason.contains(&reason), "{aside:?}");
            assert!(aside[0].reason.contains("Shorten in Jira what it holds"), "{aside:?}");
            assert_eq!(stage.count("select count(*) from live_issues").await + 1, site.truth().issues);
            assert_shrank_and_grew(&sizes(&stage));

            // Nothing is read again because of it, and it is not requested before its pause ends.
            stage.jira.reset_stats();
            let (run, projects) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{run:?} {projects:?}");
            assert_eq!(run.error_message.as_deref(), Some("1 issue is quarantined."));
            assert!(projects.iter().all(|row| row.status == "completed"), "{projects:?}");
            assert!(run.total_issues < 60, "{run:?}");
            let of_giant = format!("/issue/{giant}");
            assert!(!stage.jira.requests().iter().any(|line| line.path.ends_with(&of_giant)));
            assert!(sizes(&stage).iter().all(|size| cloud || *size == BATCH), "{:?}", sizes(&stage));

            site.edit_issue(&giant_key, IssueEdit { bytes: Some(10), ..IssueEdit::default() }).unwrap();
            stage.end_pause().await;
            stage.sync_well(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_outlasts_the_time_out_is_halved_and_grows_again() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == Edition::Cloud;
            let limits = Limits { request_timeout: Duration::from_secs(4), ..Limits::default() };
            let stage = stage_of(&url, config, limits).await;
            let site = stage.jira.site();
            // A page of 50 takes twice as long as it may.
            let slow = |issue_ms| site.set(|settings| settings.issue_ms = issue_ms);
            slow(160);
            let run = stage.start(SyncMode::Full).await;
            pages_stored(&run, 1).await;
            slow(0);
            assert_eq!(run.ended().await, RunStatus::Completed);
            stage.assert_equal_to_truth().await;
            assert_shrank_and_grew(&sizes(&stage));
            let lines = stage.jira.requests();
            let late = lines.iter().filter(|line| line.status == 0 && asked(line).is_some());
            let mut late: Vec<&str> = late.map(|line| line.body.as_str()).collect();
            late.sort_unstable();
            let count = late.len();
            late.dedup();
            assert!(count > 0 && late.len() == count, "no page is asked for again as it is: {late:?}");

            // The next run asks for as much as ever: few issues changed, and these take no longer than they may.
            site.advance_clock(TimeDelta::hours(1));
            stage.sync_well(SyncMode::Incremental).await;
            for project in site.truth().projects {
                let issue = site.truth_page(Some(&project.key), None, 1).issues.pop().unwrap();
                site.add_comment(&issue.key, "later").unwrap();
            }
            slow(20);
            stage.jira.reset_stats();
            let run = stage.sync_well(SyncMode::Incremental).await;
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

/// One that is never answered for costs the time of a few requests, not the time that its project has.
#[tokio::test(flavor = "multi_thread")]
async fn an_issue_that_is_never_answered_for_costs_a_few_time_outs() {
    on_each_database(async |url| {
        for config in editions() {
            let limits = Limits { request_timeout: Duration::from_secs(2), ..Limits::default() };
            let stage = stage_of(&url, config, limits).await;
            let site = stage.jira.site();
            let project = site.truth().projects[0].key.clone();
            let hung = site.truth_page(Some(&project), None, 70).issues.pop().unwrap();
            stage.jira.faults().add(Fault::on("", FaultKind::Silence).holding(&hung.key));
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors.as_str(), "{run:?} {projects:?}");
            assert_eq!(stage.count("select count(*) from live_issues").await + 1, site.truth().issues);
            let aside = stage.database.sites().quarantine().await.unwrap();
            assert_eq!(
                aside.iter().map(|row| row.document_key.as_str()).collect::<Vec<_>>(),
                [hung.id.to_string()]
            );
            // Four one after the other, and on Cloud two for changelogs beside them. By the default limits a project has
            // time for five.
            assert!(stage.jira.faults().hits() <= 6, "{}", stage.jira.faults().hits());
            stage.jira.faults().clear();
            stage.end_pause().await;
            stage.sync_well(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}
