//! How `sync` ends: its exit status, and the same summary as text and as JSON.

use std::process::{Output, Stdio};

use chrono::Utc;
use jira_sync::demo::{DemoConfig, DemoHandle, DemoJira};
use serde_json::Value;
use tempfile::TempDir;

use super::sync_of;
use crate::support::limit::{MINUTES, eventually, within};

async fn sample() -> DemoHandle {
    let epoch = DemoConfig::epoch_for(Utc::now());
    DemoJira::start(DemoConfig { projects: 2, issues: 5, ..DemoConfig::cloud(epoch) }).await.unwrap()
}

/// Runs `sync` with these arguments on a new database, to its end.
async fn sync(jira: &DemoHandle, arguments: &[&str]) -> Output {
    let folder = TempDir::new().unwrap();
    let mut command = sync_of(&folder, jira, arguments);
    within(MINUTES, "the end of the sync", command.output()).await.unwrap()
}

/// The only JSON object on standard output.
fn summary(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// Asserts that a sync exits with `code` and reports `status` in both formats of its summary; returns the JSON.
async fn ends(jira: &DemoHandle, code: i32, status: &str) -> Value {
    let output = sync(jira, &[]).await;
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with(&format!("{}: ", status.replace('_', " "))), "{text}");
    let output = sync(jira, &["--json"]).await;
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    let summary = summary(&output);
    assert_eq!(summary["status"], status, "{summary}");
    summary
}

#[tokio::test(flavor = "multi_thread")]
async fn complete_sync_exits_with_0() {
    let summary = ends(&sample().await, 0, "completed").await;
    assert_eq!((&summary["total_issues"], &summary["failed_projects"]), (&10.into(), &0.into()));
    assert_eq!(summary["error_message"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_with_a_failed_project_exits_with_2() {
    let jira = sample().await;
    let project = jira.site().truth().projects.remove(0).key;
    jira.faults().fail_project(&project);
    let summary = ends(&jira, 2, "completed_with_errors").await;
    assert_eq!((&summary["total_issues"], &summary["failed_projects"]), (&5.into(), &1.into()));
    let of_project = |row: &&Value| row["project_key"] == project.as_str();
    let row = summary["projects"].as_array().unwrap().iter().find(of_project).unwrap();
    assert!(row["status"] == "failed" && row["error_message"].is_string(), "{row}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_whose_projects_all_fail_exits_with_1() {
    let jira = sample().await;
    let projects = jira.site().truth().projects;
    projects.iter().for_each(|project| jira.faults().fail_project(&project.key));
    let summary = ends(&jira, 1, "failed").await;
    assert!(summary["error_message"].is_string(), "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_that_cannot_start_exits_with_1_without_a_summary() {
    let jira = sample().await;
    for arguments in [&["--accept-site", "other"][..], &["--accept-site", "other", "--json"]] {
        let output = sync(&jira, arguments).await;
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("there is no site other"), "{output:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn second_concurrent_sync_exits_with_3_without_a_summary() {
    let jira = sample().await;
    let hold = jira.hold("/rest/api/3/issue/bulkfetch");
    let folder = TempDir::new().unwrap();
    let first = sync_of(&folder, &jira, &["--json"]).stdout(Stdio::piped()).spawn().unwrap();
    eventually("the first sync", async || hold.held() > 0).await;
    for arguments in [&[][..], &["--json"]] {
        let output = sync_of(&folder, &jira, arguments).output().await.unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(3), &b""[..]), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is active"), "{output:?}");
    }
    hold.release();
    let output = within(MINUTES, "the end of the first sync", first.wait_with_output()).await.unwrap();
    assert_eq!((output.status.code(), &summary(&output)["status"]), (Some(0), &"completed".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_stopped_by_another_process_exits_with_1() {
    let jira = sample().await;
    let hold = jira.hold("/rest/api/3/issue/bulkfetch");
    let folder = TempDir::new().unwrap();
    let sync = sync_of(&folder, &jira, &["--json"]).stdout(Stdio::piped()).spawn().unwrap();
    eventually("the sync", async || hold.held() > 0).await;
    // As the dashboard does.
    let url = format!("sqlite://{}/m.db", folder.path().display());
    let database = jira_sync::store::Database::connect(&url).await.unwrap();
    assert!(database.runs().request_stop().await.unwrap().is_some());
    database.close().await.unwrap();
    let output = within(MINUTES, "the end of the sync", sync.wait_with_output()).await.unwrap();
    hold.release();
    assert_eq!((output.status.code(), &summary(&output)["status"]), (Some(1), &"stopped".into()));
}
