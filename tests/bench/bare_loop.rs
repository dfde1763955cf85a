//! The yardstick of `script/bench`: downloads, parses and stores the issues of a Jira Cloud site, and nothing
//! else. One request after another; no plan, no columns, no watermark, no second try.
//!
//! `bare_loop SITE DATABASE`: the address of a sample Jira, and the address of an empty database.
#![allow(clippy::print_stdout, missing_docs)]

use std::error::Error;

use reqwest::Client;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, TransactionTrait};
use serde_json::{Value, json};

/// The most that Jira gives at once.
const IDS_A_PAGE: usize = 5000;
const ISSUES_A_REQUEST: usize = 100;
const CHANGES_A_PAGE: usize = 10_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(site), Some(database)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bare_loop SITE DATABASE".into());
    };
    // reqwest is built without a TLS provider of its own; a second installation would be an error.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let jira = Jira { client: Client::new(), site };
    let database = Database::connect(format!("{database}?mode=rwc")).await?;
    for statement in [
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE issues (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE changelogs (issue_id TEXT, body TEXT NOT NULL)",
    ] {
        database.execute_unprepared(statement).await?;
    }

    let mut stored = 0;
    let projects = jira.get("/rest/api/3/project/search?maxResults=100").await?;
    for project in list(&projects, "values") {
        let mut page = json!({
            "jql": format!("project = {}", text(project, "id")),
            "fields": ["id"],
            "maxResults": IDS_A_PAGE,
        });
        loop {
            let found = jira.post("/rest/api/3/search/jql", &page).await?;
            let ids: Vec<&str> = list(&found, "issues").iter().map(|issue| text(issue, "id")).collect();
            for ids in ids.chunks(ISSUES_A_REQUEST) {
                stored += copy(&jira, &database, ids).await?;
            }
            let Some(token) = found.get("nextPageToken") else { break };
            page["nextPageToken"] = token.clone();
        }
    }
    println!("{stored}");
    Ok(())
}

/// Downloads and stores some issues and all their changes; gives how many issues.
async fn copy(jira: &Jira, database: &DatabaseConnection, ids: &[&str]) -> Result<usize, Box<dyn Error>> {
    let request = json!({ "issueIdsOrKeys": ids, "fields": ["*all"] });
    let issues = jira.post("/rest/api/3/issue/bulkfetch", &request).await?;
    let issues = list(&issues, "issues");
    let insert = database.begin().await?;
    for issue in issues {
        let values = [text(issue, "id").into(), issue.to_string().into()];
        insert.execute_raw(row(database, "INSERT INTO issues VALUES (?, ?)", values)).await?;
    }
    let mut page = json!({ "issueIdsOrKeys": ids, "maxResults": CHANGES_A_PAGE });
    loop {
        let changes = jira.post("/rest/api/3/changelog/bulkfetch", &page).await?;
        for changelog in list(&changes, "issueChangeLogs") {
            for change in list(changelog, "changeHistories") {
                let values = [text(changelog, "issueId").into(), change.to_string().into()];
                insert.execute_raw(row(database, "INSERT INTO changelogs VALUES (?, ?)", values)).await?;
            }
        }
        let Some(token) = changes.get("nextPageToken").filter(|token| !token.is_null()) else { break };
        page["nextPageToken"] = token.clone();
    }
    insert.commit().await?;
    Ok(issues.len())
}

fn row(database: &DatabaseConnection, insert: &str, values: [sea_orm::Value; 2]) -> Statement {
    Statement::from_sql_and_values(database.get_database_backend(), insert, values)
}

fn list<'a>(answer: &'a Value, member: &str) -> &'a [Value] {
    answer.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(answer: &'a Value, member: &str) -> &'a str {
    answer.get(member).and_then(Value::as_str).unwrap_or_default()
}

struct Jira {
    client: Client,
    site: String,
}

impl Jira {
    async fn get(&self, path: &str) -> reqwest::Result<Value> {
        self.answer(self.client.get(format!("{}{path}", self.site))).await
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Result<Value> {
        self.answer(self.client.post(format!("{}{path}", self.site)).json(body)).await
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> reqwest::Result<Value> {
        request.basic_auth("demo@example.com", Some("demo")).send().await?.error_for_status()?.json().await
    }
}
