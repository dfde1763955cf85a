//! A second opinion on the mirror: the site is read issue by issue, as simply as possible and without the product's
//! code, and the tables must contain exactly that.

use std::collections::BTreeMap;

use chrono::DateTime;
use jira_sync::demo::{DemoHandle, Edition, TruthIssue};
use reqwest::Client;
use sea_orm::DatabaseConnection;
use serde_json::{Value, json};

use super::{
    lists,
    tables::{differences, values},
};
use crate::support::{http_client, odd_json::readable};

/// Columns of the tables below whose text the product renders: only letters and digits are compared.
const TEXTS: [&str; 3] = ["description_text", "body_text", "comment_text"];

/// Columns of times: compared as milliseconds since 1970.
const TIMES: [&str; 7] =
    ["created_at", "updated_at", "resolved_at", "started_at", "start_at", "end_at", "completed_at"];

/// What is compared: the rows of a query, in any order.
const QUERIES: [(&str, &str); 12] = [
    (
        "issues",
        "select id, key, project_id, project_key, issue_type_id, issue_type, status_id, status, status_category,
             priority_id, priority, resolution_id, resolution, summary, description_text, assignee_id, reporter_id, creator_id, parent_id,
             parent_key, labels, created_at, updated_at, resolved_at, due_date, original_estimate_seconds,
             remaining_estimate_seconds, time_spent_seconds, custom_fields from live_issues",
    ),
    ("comments", "select id, issue_id, author_id, body_text, created_at, updated_at, visibility from live_comments"),
    (
        "worklogs",
        "select id, issue_id, author_id, started_at, time_spent_seconds, comment_text, created_at, updated_at
         from live_worklogs",
    ),
    (
        "changelogs",
        "select c.id, c.issue_id, c.author_id, c.created_at from changelogs c join live_issues i on i.id = c.issue_id",
    ),
    (
        "changelog_items",
        "select t.changelog_id, t.position, t.field, t.field_id, t.field_type, t.from_value, t.from_text, t.to_value,
             t.to_text
         from changelog_items t join changelogs c on c.id = t.changelog_id join live_issues i on i.id = c.issue_id",
    ),
    (
        "issue_links",
        "select l.id, l.issue_id, l.link_type_id, l.link_type, l.direction, l.linked_issue_id, l.linked_issue_key from issue_links l
         join live_issues i on i.id = l.issue_id join live_issues o on o.id = l.linked_issue_id",
    ),
    (
        "attachments",
        "select a.id, a.issue_id, a.filename, a.author_id, a.created_at, a.size_bytes, a.mime_type, a.content_url
         from attachments a join live_issues i on i.id = a.issue_id",
    ),
    (
        "remote_links",
        "select r.id, r.issue_id, r.global_id, r.relationship, r.title, r.url, r.application from remote_links r
         join live_issues i on i.id = r.issue_id",
    ),
    (
        "issue_components",
        "select c.issue_id, c.component_id, c.name from issue_components c join live_issues i on i.id = c.issue_id",
    ),
    (
        "issue_fix_versions",
        "select v.issue_id, v.version_id, v.name from issue_fix_versions v join live_issues i on i.id = v.issue_id",
    ),
    (
        "issue_affected_versions",
        "select v.issue_id, v.version_id, v.name from issue_affected_versions v
         join live_issues i on i.id = v.issue_id",
    ),
    (
        "issue_sprints",
        "select s.issue_id, s.sprint_id, s.name from issue_sprints s join live_issues i on i.id = s.issue_id",
    ),
];

/// Asserts that the tables contain what the site shows of these issues, which are all that it shows.
pub(super) async fn assert_same(ours: &DatabaseConnection, jira: &DemoHandle, issues: &[TruthIssue]) {
    let (site, settings) = (jira.site(), jira.site().settings());
    let mut reader = Reader {
        client: http_client(),
        jira: jira.base_url(),
        edition: site.config().edition,
        refused: site.refused(),
        no_comments: !settings.comments,
        no_worklogs: !settings.time_tracking,
        rows: BTreeMap::new(),
    };
    lists::assert_same(ours, &reader).await;
    for issue in issues {
        reader.read(issue.id).await;
    }
    let listed = |id: &Value| issues.iter().any(|issue| Some(issue.id) == id.as_u64());
    // A link's other end may be in an archived or hidden project: the table keeps it, the view does not show it.
    let links = reader.rows.entry("issue_links").or_default();
    links.retain(|link| listed(&link["linked_issue_id"]));
    for (table, query) in QUERIES {
        let stored: Vec<Value> = values(ours, query).await.into_iter().map(comparable).collect();
        let read = reader.rows.remove(table).unwrap_or_default();
        let read: Vec<Value> = read.into_iter().map(comparable).collect();
        assert_eq!(differences(&stored, &read), [""; 0], "{table}: ours, and what the site shows");
        assert_eq!(stored.len(), read.len(), "{table}: rows");
    }
}

/// A row in a form in which both sides can be compared.
pub(super) fn comparable(row: Value) -> Value {
    let Value::Object(row) = row else { panic!("{row}") };
    let column = |(name, value): (String, Value)| {
        let value = match &value {
            Value::String(text) if name == "labels" || name == "custom_fields" => {
                serde_json::from_str(text).unwrap()
            }
            Value::String(text) if TIMES.contains(&name.as_str()) => json!(moment(text)),
            _ if TEXTS.contains(&name.as_str()) => {
                let mut letters = String::new();
                collect_text(&value, &mut letters);
                json!(letters)
            }
            _ => value,
        };
        (name, value)
    };
    row.into_iter().map(column).collect::<serde_json::Map<_, _>>().into()
}

fn moment(text: &str) -> i64 {
    let parsed = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.3f%z"));
    parsed.unwrap_or_else(|error| panic!("{text}: {error}")).timestamp_millis()
}

/// The letters and digits of wiki markup, of plain text, or of the text and URLs in an ADF document.
fn collect_text(value: &Value, letters: &mut String) {
    match value {
        Value::String(text) => letters.extend(text.chars().filter(|c| c.is_alphanumeric())),
        Value::Array(parts) => parts.iter().for_each(|part| collect_text(part, letters)),
        Value::Object(_) => {
            for place in ["/text", "/attrs/text", "/marks/0/attrs/href", "/content"] {
                collect_text(value.pointer(place).unwrap_or(&Value::Null), letters);
            }
        }
        _ => {}
    }
}

pub(super) struct Reader {
    client: Client,
    jira: String,
    pub(super) edition: Edition,
    /// The lists that the site always refuses, as returned by [`jira_sync::demo::Site::refused`].
    refused: Vec<String>,
    no_comments: bool,
    no_worklogs: bool,
    rows: BTreeMap<&'static str, Vec<Value>>,
}

impl Reader {
    pub(super) fn api(&self, path: &str) -> String {
        format!("/rest/api/{}/{path}", if self.edition == Edition::Cloud { 3 } else { 2 })
    }

    /// A response; None if the site always refuses it. Some lists fail on the first request.
    pub(super) async fn fetch(&self, path: &str) -> Option<Value> {
        let url = format!("{}{path}", self.jira);
        for _ in 0..2 {
            let request = self.client.get(&url).basic_auth("demo@example.com", Some("demo"));
            let answer = request.send().await.unwrap();
            if answer.status().is_success() {
                return Some(readable(&answer.bytes().await.unwrap()));
            }
        }
        let off = [(self.no_comments, "/comment"), (self.no_worklogs, "/worklog")];
        if off.iter().any(|(is_off, list)| *is_off && path.contains(list)) {
            return None;
        }
        let alike = path.replace("/api/2/", "/api/*/").replace("/api/3/", "/api/*/");
        assert!(self.refused.iter().any(|start| alike.starts_with(start)), "{path} fails");
        None
    }

    async fn get(&self, path: &str) -> Value {
        self.fetch(&self.api(&format!("issue/{path}"))).await.unwrap()
    }

    /// All items of a list that comes in pages.
    pub(super) async fn pages(&self, path: &str, member: &str) -> Option<Vec<Value>> {
        let mut all = Vec::new();
        let sign = if path.contains('?') { '&' } else { '?' };
        loop {
            let mut page = self.fetch(&format!("{path}{sign}startAt={}", all.len())).await?;
            let Value::Array(items) = page[member].take() else { panic!("{path}: no {member}") };
            if items.is_empty() {
                return Some(all);
            }
            all.extend(items);
        }
    }

    /// All items of an issue's list; none if the site has switched the list off.
    async fn list(&self, path: &str, member: &str) -> Vec<Value> {
        self.pages(&self.api(&format!("issue/{path}")), member).await.unwrap_or_default()
    }

    pub(super) fn who(&self, user: &Value) -> Value {
        user[if self.edition == Edition::Cloud { "accountId" } else { "key" }].clone()
    }

    fn put(&mut self, table: &'static str, row: Value) {
        self.rows.entry(table).or_default().push(row);
    }

    async fn read(&mut self, id: u64) {
        let issue = self.get(&format!("{id}?expand=changelog")).await;
        let fields = &issue["fields"];
        self.fields(id, &issue["key"], fields);
        for comment in self.list(&format!("{id}/comment"), "comments").await {
            self.put(
                "comments",
                json!({"id": number(&comment["id"]), "issue_id": id, "author_id": self.who(&comment["author"]),
                    "body_text": comment["body"], "created_at": comment["created"], "updated_at": comment["updated"],
                    "visibility": comment["visibility"]["value"]}),
            );
        }
        for worklog in self.list(&format!("{id}/worklog"), "worklogs").await {
            self.put(
                "worklogs",
                json!({"id": number(&worklog["id"]), "issue_id": id, "author_id": self.who(&worklog["author"]),
                    "started_at": worklog["started"], "time_spent_seconds": worklog["timeSpentSeconds"],
                    "comment_text": worklog["comment"], "created_at": worklog["created"],
                    "updated_at": worklog["updated"]}),
            );
        }
        let histories = if self.edition == Edition::Cloud {
            self.list(&format!("{id}/changelog"), "values").await
        } else {
            issue["changelog"]["histories"].as_array().unwrap().clone()
        };
        for history in histories {
            self.history(id, &history);
        }
        let Value::Array(links) = self.get(&format!("{id}/remotelink")).await else { panic!("no list") };
        for link in links {
            self.put(
                "remote_links",
                json!({"id": link["id"], "issue_id": id, "global_id": link["globalId"],
                    "relationship": link["relationship"], "title": link["object"]["title"],
                    "url": link["object"]["url"], "application": link["application"]["name"]}),
            );
        }
        self.parts(id, fields);
    }

    fn fields(&mut self, id: u64, key: &Value, fields: &Value) {
        let parent = &fields["parent"];
        let custom: serde_json::Map<String, Value> = fields
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, value)| name.starts_with("customfield_") && !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let row = json!({
            "id": id, "key": key, "project_id": number(&fields["project"]["id"]),
            "project_key": fields["project"]["key"], "issue_type_id": fields["issuetype"]["id"],
            "issue_type": fields["issuetype"]["name"], "status_id": fields["status"]["id"],
            "status": fields["status"]["name"], "status_category": fields["status"]["statusCategory"]["key"],
            "priority_id": fields["priority"]["id"], "priority": fields["priority"]["name"],
            "resolution_id": fields["resolution"]["id"], "resolution": fields["resolution"]["name"],
            "summary": fields["summary"], "description_text": fields["description"],
            "assignee_id": self.who(&fields["assignee"]), "reporter_id": self.who(&fields["reporter"]),
            "creator_id": self.who(&fields["creator"]),
            "parent_id": if parent.is_null() { Value::Null } else { number(&parent["id"]) },
            // Data Center names an epic only in the epic's own field.
            "parent_key": if parent.is_null() { &fields["customfield_10014"] } else { &parent["key"] }, "labels": fields["labels"], "created_at": fields["created"],
            "updated_at": fields["updated"], "resolved_at": fields["resolutiondate"], "due_date": fields["duedate"],
            "original_estimate_seconds": fields["timeoriginalestimate"],
            "remaining_estimate_seconds": fields["timeestimate"], "time_spent_seconds": fields["timespent"],
            "custom_fields": custom,
        });
        self.put("issues", row);
    }

    fn history(&mut self, issue: u64, history: &Value) {
        let id = number(&history["id"]);
        self.put(
            "changelogs",
            json!({"id": id, "issue_id": issue, "author_id": self.who(&history["author"]),
                "created_at": history["created"]}),
        );
        for (position, item) in history["items"].as_array().unwrap().iter().enumerate() {
            self.put(
                "changelog_items",
                json!({"changelog_id": id, "position": position, "field": item["field"], "field_id": item["fieldId"],
                    "field_type": item["fieldtype"], "from_value": item["from"], "from_text": item["fromString"],
                    "to_value": item["to"], "to_text": item["toString"]}),
            );
        }
    }

    /// The lists nested in the issue.
    fn parts(&mut self, id: u64, fields: &Value) {
        let list = |name: &str| fields[name].as_array().cloned().unwrap_or_default();
        for link in list("issuelinks") {
            let direction = if link["inwardIssue"].is_null() { "outward" } else { "inward" };
            let other = &link[format!("{direction}Issue")];
            self.put(
                "issue_links",
                json!({"id": number(&link["id"]), "issue_id": id, "link_type_id": link["type"]["id"],
                    "link_type": link["type"]["name"],
                    "direction": direction, "linked_issue_id": number(&other["id"]),
                    "linked_issue_key": other["key"]}),
            );
        }
        for file in list("attachment") {
            self.put(
                "attachments",
                json!({"id": number(&file["id"]), "issue_id": id, "filename": file["filename"],
                    "author_id": self.who(&file["author"]), "created_at": file["created"],
                    "size_bytes": file["size"], "mime_type": file["mimeType"], "content_url": file["content"]}),
            );
        }
        let named = [
            ("components", "issue_components", "component_id"),
            ("fixVersions", "issue_fix_versions", "version_id"),
            ("versions", "issue_affected_versions", "version_id"),
        ];
        for (member, table, column) in named {
            for part in list(member) {
                self.put(table, json!({"issue_id": id, column: number(&part["id"]), "name": part["name"]}));
            }
        }
        for sprint in list("customfield_10020") {
            let (sprint_id, name) = match &sprint {
                Value::String(text) => {
                    let value = |name: &str| {
                        let (_, rest) = text.split_once(&format!("{name}=")).unwrap();
                        rest.split_once(',').unwrap().0.to_owned()
                    };
                    (number(&json!(value("[id"))), json!(value(",name")))
                }
                object => (object["id"].clone(), object["name"].clone()),
            };
            self.put("issue_sprints", json!({"issue_id": id, "sprint_id": sprint_id, "name": name}));
        }
    }
}

/// Jira writes ids as strings.
pub(super) fn number(id: &Value) -> Value {
    json!(id.as_str().unwrap().parse::<u64>().unwrap())
}
