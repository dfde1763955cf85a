//! An idle run and the pages use indexes: no statement reads all of `issues`, `changelog_items` or
//! `sync_runs`.

mod postgres;
mod sqlite;

use std::collections::BTreeSet;

use sea_orm::{ConnectOptions, DatabaseConnection};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use super::Sample;
use crate::support::{
    database::on_each_empty_database,
    limit::{MINUTES, within},
};

/// Tables that grow without limit.
const LARGE: [&str; 3] = ["issues", "changelog_items", "sync_runs"];

/// Indexes with few rows, which may be read in full.
const SMALL: [&str; 5] =
    ["one_active_run", "issues_stale", "issues_by_remote_links", "users_changed", "whole_censuses"];

/// Counts of all rows. SQLite must get them from an index alone; PostgreSQL chooses by the width of the rows.
const COUNTS: [&str; 3] = [
    "select count(*) from sync_runs where",
    "select site_id, cast(sum(projects)",
    "select count(*) from issues i",
];

const PAGES: &[&str] = &[
    "/",
    "/history",
    "/verify",
    "/admin/scheduler",
    "/api/sync/progress",
    "/api/sync/history",
    "/api/sync/stats/summary",
    "/api/issues/recent",
    "/api/status/system",
    "/api/status/metrics",
    "/api/scheduler/status",
    "/api/scheduler/advice?interval_minutes=5",
    "/api/scheduler/slots",
    "/api/scheduler/upcoming",
    "/api/drift",
    "/api/sync/history?sync_type=manual",
];

/// The statements in a log, each once.
fn statements(log: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in log.lines().filter(|line| line.contains("sqlx::query")) {
        let Ok(event) = serde_json::from_str::<Value>(line) else { continue };
        let fields = &event["fields"];
        let whole = fields["db.statement"].as_str().filter(|text| !text.trim().is_empty());
        let text = whole.or(fields["summary"].as_str()).unwrap_or_default();
        found.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    found
}

fn is_count(statement: &str) -> bool {
    COUNTS.iter().any(|count| statement.starts_with(count))
}

async fn assert_by_index(connection: &DatabaseConnection, statements: &BTreeSet<String>, sqlite: bool) {
    let asked = ["select", "update", "delete", "insert", "with"];
    let mut bad = Vec::new();
    for statement in statements.iter().filter(|text| asked.contains(&text.split(' ').next().unwrap())) {
        let steps = match sqlite {
            true => sqlite::full_scans(connection, statement).await,
            false => postgres::full_scans(connection, statement).await,
        };
        if !steps.is_empty() {
            bad.push(format!("{statement}\n    {}", steps.join("\n    ")));
        }
    }
    assert!(bad.is_empty(), "read whole:\n{}", bad.join("\n"));
}

/// The statements that the pages run.
async fn statements_of_pages(server: &mut tokio::process::Command) -> BTreeSet<String> {
    let mut server = server.spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = within(MINUTES, "the address", lines.next_line()).await.unwrap().unwrap();
    let address = line.strip_prefix("jira-sync listens on ").unwrap();
    let mut log = server.stderr.take().unwrap();
    let read = tokio::spawn(async move {
        let mut text = String::new();
        log.read_to_string(&mut text).await.unwrap();
        text
    });
    let client = crate::support::http_client();
    let history =
        client.get(format!("{address}/api/sync/history")).send().await.unwrap().text().await.unwrap();
    let history: Value = serde_json::from_str(&history).unwrap();
    let run = history["items"][0]["sync_id"].as_str().unwrap_or_else(|| panic!("{history}")).to_owned();
    let of_a_run = [format!("/history/{run}"), format!("/api/sync/run?sync_id={run}")];
    for page in PAGES.iter().copied().chain(of_a_run.iter().map(String::as_str)) {
        let answer = client.get(format!("{address}{page}")).send().await.unwrap();
        assert!(answer.status().is_success(), "{page}: {answer:?}");
        answer.bytes().await.unwrap();
    }
    let pid = server.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    server.wait().await.unwrap();
    statements(&read.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_run_and_pages_use_indexes() {
    on_each_empty_database(async |url| {
        let sample = Sample::start(2, 20).await;
        sample.run(&["sync", "--mode", "full"], &url).await;
        sample.run(&["sync"], &url).await;
        let traced = |arguments: &[&str]| {
            let mut command = sample.command(arguments, &url);
            command.env("JIRA_SYNC_LOG", "sqlx=trace").env("JIRA_SYNC_LOG_FORMAT", "json");
            command
        };
        let mut asked = statements_of_pages(&mut traced(&["serve", "--listen", "127.0.0.1:0"])).await;
        assert!(asked.iter().any(|text| text.contains("order by i.updated_at desc")), "{asked:?}");
        for mode in ["incremental", "census"] {
            let output = traced(&["sync", "--mode", mode]).output().await.unwrap();
            assert!(output.status.success(), "{output:?}");
            asked.extend(statements(&String::from_utf8(output.stderr).unwrap()));
        }
        assert!(asked.iter().any(|text| text.contains("remote_links_stale")), "{asked:?}");
        let mut options = ConnectOptions::new(url.clone());
        options.max_connections(1);
        let connection = sea_orm::Database::connect(options).await.unwrap();
        let sqlite = url.starts_with("sqlite");
        if !sqlite {
            postgres::fill(&connection).await;
        }
        assert_by_index(&connection, &asked, sqlite).await;
        connection.close().await.unwrap();
    })
    .await;
}
