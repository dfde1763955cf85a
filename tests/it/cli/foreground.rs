//! Commands in the foreground: closed output pipes, signals and what is logged.

use std::{
    io::Read,
    process::{Command, Stdio},
};

use chrono::Utc;
use jira_sync::demo::{DemoConfig, DemoJira, Fault, FaultKind};
use tempfile::TempDir;
use tokio::io::AsyncBufReadExt;

use super::{jira_sync, sync_of};
use crate::support::{
    database::on_each_empty_database,
    limit::{MINUTES, eventually, within},
};

#[test]
fn closed_output_pipe_does_not_change_the_exit_status() {
    let folder = TempDir::new().unwrap();
    let mut preview = jira_sync(&folder);
    preview.args(["schedule", "preview", "--cron", "* * * * *", "--count", "1000"]);
    let mut document = jira_sync(&folder);
    document.arg("openapi");
    let mut refused = jira_sync(&folder);
    refused.args(["migrate"]).env("DATABASE_URL", "mysql://host/name");
    for (command, status) in [(preview, 0), (document, 0), (refused, 1)] {
        let mut command = command;
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        command.stdout(writer.try_clone().unwrap());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{stderr}");
        assert!(status == 1 || stderr.is_empty(), "{stderr}");
        // Standard error is closed as well.
        assert_eq!(command.stderr(writer).status().unwrap().code(), Some(status));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_with_a_closed_output_pipe_exits_with_0() {
    let config =
        DemoConfig { projects: 1, issues: 3, ..DemoConfig::cloud(DemoConfig::epoch_for(Utc::now())) };
    let jira = DemoJira::start(config).await.unwrap();
    let folder = TempDir::new().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = sync_of(&folder, &jira, &[]);
    command.env("JIRA_SYNC_LOG", "debug").stdout(writer.try_clone().unwrap()).stderr(writer);
    assert_eq!(command.status().await.unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_and_ctrl_c_stop_a_sync_after_the_current_page() {
    for (signal, arguments) in [("TERM", &["--json"][..]), ("INT", &["--json"]), ("INT", &[])] {
        let epoch = DemoConfig::epoch_for(Utc::now());
        let config = DemoConfig { projects: 2, issues: 300, ..DemoConfig::cloud(epoch) };
        let jira = DemoJira::start(config).await.unwrap();
        let hold = jira.hold("/rest/api/3/issue/bulkfetch");
        let folder = TempDir::new().unwrap();
        let mut command = sync_of(&folder, &jira, arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        eventually("a held response", async || hold.held() > 0).await;
        let process = child.id().unwrap().to_string();
        Command::new("kill").args(["-s", signal, &process]).status().unwrap();
        let mut stderr = tokio::io::BufReader::new(child.stderr.take().unwrap()).lines();
        let announced = async {
            while let Some(line) = stderr.next_line().await.unwrap() {
                if line.starts_with("Stopping") {
                    return;
                }
            }
            panic!("it ends without saying that it stops");
        };
        within(MINUTES, "the announcement of the stop", announced).await;
        hold.release();
        let output = within(MINUTES, "the end of the sync", child.wait_with_output()).await.unwrap();
        assert_eq!(output.status.code(), Some(130), "{signal}");
        let text = String::from_utf8(output.stdout).unwrap();
        match arguments {
            [] => assert!(text.starts_with("stopped: "), "{text}"),
            _ => {
                let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(summary["status"], "stopped", "{signal}");
            }
        }
    }
}

#[tokio::test]
async fn migrate_prints_only_that_the_database_is_up_to_date() {
    on_each_empty_database(async |url| {
        let folder = TempDir::new().unwrap();
        // The second time, PostgreSQL sends a notice that a table exists.
        for _ in 0..2 {
            let mut command = jira_sync(&folder);
            let output = command.arg("migrate").env("DATABASE_URL", &url).output().unwrap();
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "The database is up to date.\n");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn project_failure_is_logged_once_with_run_site_and_project() {
    let config =
        DemoConfig { projects: 1, issues: 3, ..DemoConfig::cloud(DemoConfig::epoch_for(Utc::now())) };
    let jira = DemoJira::start(config).await.unwrap();
    let status = FaultKind::Status { status: 400, headers: Default::default(), body: None };
    jira.faults().add(Fault::on("/rest/api/3/search/jql", status));
    let folder = TempDir::new().unwrap();
    let mut command = sync_of(&folder, &jira, &["--json"]);
    // Spans must appear even if only warnings and errors are logged.
    command.env("JIRA_SYNC_LOG", "warn").env("JIRA_SYNC_LOG_FORMAT", "json");
    let output = within(MINUTES, "the end of the sync", command.output()).await.unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let [line] = lines.as_slice() else { panic!("{text}") };
    let key = &jira.site().truth().projects[0].key;
    let spans = serde_json::json!([
        {"name": "run", "run_id": summary["sync_id"]}, {"name": "site", "site": "127.0.0.1"},
        {"name": "project", "project": key},
    ]);
    assert_eq!(line["spans"], spans, "{text}");
}
