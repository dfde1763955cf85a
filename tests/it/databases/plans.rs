//! What a quiet run and the pages ask is answered by indexes: no statement reads `issues`, `changelog_items` or
//! `sync_runs` whole.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use super::Sample;
use crate::support::{
    database::TestDatabase,
    limit::{MINUTES, within},
};

/// Tables that grow without end.
const LARGE: [&str; 3] = ["issues", "changelog_items", "sync_runs"];

/// Indexes of few rows, which may be read whole.
const SMALL: [&str; 5] =
    ["one_active_run", "issues_stale", "issues_by_remote_links", "users_changed", "whole_censuses"];

/// Counts of everything, which an index alone answers.
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
];

/// The statements that a log names, each once.
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

/// The names that a statement has for a table.
fn names<'a>(statement: &'a str, table: &'a str) -> BTreeSet<&'a str> {
    const NO_NAMES: [&str; 16] = [
        "where",
        "set",
        "group",
        "order",
        "join",
        "left",
        "on",
        "limit",
        "union",
        "as",
        "inner",
        "cross",
        "values",
        "default",
        "returning",
        "using",
    ];
    let words: Vec<&str> = statement.split([' ', '(', ')', ',']).filter(|word| !word.is_empty()).collect();
    let mut names = BTreeSet::from([table]);
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == table) {
        let next = match words.get(at + 1) {
            Some(&"as") => words.get(at + 2),
            next => next,
        };
        names.extend(next.filter(|next| !NO_NAMES.contains(&next.to_lowercase().as_str())));
    }
    names
}

/// The steps of a plan that read a large table whole.
async fn whole(connection: &DatabaseConnection, statement: &str) -> Vec<String> {
    let explain = format!("explain query plan {statement}");
    let rows = Statement::from_string(connection.get_database_backend(), explain);
    let rows = connection.query_all_raw(rows).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    let steps: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
    let sorted = steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
    let is_count = COUNTS.iter().any(|count| statement.starts_with(count));
    let bad = |step: &&String| {
        // All issues of a site are as good as all.
        let of_a_site = step.strip_suffix(" (site_id=?)").and_then(|step| step.strip_prefix("SEARCH "));
        let Some(scanned) = step.strip_prefix("SCAN ").or(of_a_site) else { return false };
        let (name, how) = scanned.split_once(' ').unwrap_or((scanned, ""));
        let index = how.rsplit(' ').next().unwrap_or_default();
        let in_order = how.contains("INDEX") && statement.contains(" limit ") && !sorted;
        let counted = is_count && how.contains("COVERING INDEX");
        LARGE.iter().any(|table| names(statement, table).contains(name))
            && !(SMALL.contains(&index) || in_order || counted)
    };
    steps.iter().filter(bad).cloned().collect()
}

async fn assert_by_index(url: &str, statements: &BTreeSet<String>) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let asked = ["select", "update", "delete", "insert", "with"];
    let mut bad = Vec::new();
    for statement in statements.iter().filter(|text| asked.contains(&text.split(' ').next().unwrap())) {
        let steps = whole(&connection, statement).await;
        if !steps.is_empty() {
            bad.push(format!("{statement}\n    {}", steps.join("\n    ")));
        }
    }
    connection.close().await.unwrap();
    assert!(bad.is_empty(), "read whole:\n{}", bad.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_run_and_the_pages_are_answered_by_indexes() {
    let database = TestDatabase::sqlite();
    let sample = Sample::start(2, 20).await;
    sample.run(&["sync", "--mode", "full"], &database.url).await;
    sample.run(&["sync"], &database.url).await;
    let traced = |arguments: &[&str]| {
        let mut command = sample.command(arguments, &database.url);
        command.env("JIRA_SYNC_LOG", "sqlx=trace").env("JIRA_SYNC_LOG_FORMAT", "json");
        command
    };
    for mode in ["incremental", "census"] {
        let output = traced(&["sync", "--mode", mode]).output().await.unwrap();
        assert!(output.status.success(), "{output:?}");
        let asked = statements(&String::from_utf8(output.stderr).unwrap());
        assert!(asked.iter().any(|text| text.contains("remote_links_stale")), "{asked:?}");
        assert_by_index(&database.url, &asked).await;
    }

    let mut server = traced(&["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = within(MINUTES, "the address", lines.next_line()).await.unwrap().unwrap();
    let address = line.strip_prefix("jira-sync listens on ").unwrap();
    let mut log = server.stderr.take().unwrap();
    let read = tokio::spawn(async move {
        let mut text = String::new();
        log.read_to_string(&mut text).await.unwrap();
        text
    });
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
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
    let asked = statements(&read.await.unwrap());
    assert!(asked.iter().any(|text| text.contains("order by i.updated_at desc")), "{asked:?}");
    assert_by_index(&database.url, &asked).await;
}
