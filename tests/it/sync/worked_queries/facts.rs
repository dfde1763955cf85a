//! What a sample Jira reports, read issue by issue and without the product's code.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use jira_sync::demo::{DemoHandle, Edition};
use serde_json::Value;

/// A site, with the `site_id` that the database gave it.
pub(super) struct Facts {
    pub(super) site_id: i64,
    pub(super) name: String,
    pub(super) issues: Vec<IssueFacts>,
    /// The category of each status, by id.
    categories: BTreeMap<String, String>,
}

pub(super) struct IssueFacts {
    pub(super) key: String,
    pub(super) project: String,
    pub(super) is_done: bool,
    pub(super) fields: Value,
    /// Oldest first.
    pub(super) changes: Vec<Change>,
    pub(super) worklogs: Vec<Value>,
}

/// One item of a changelog entry.
pub(super) struct Change {
    pub(super) at: DateTime<Utc>,
    pub(super) person: String,
    item: Value,
}

impl Change {
    /// A member of the item; empty if absent.
    pub(super) fn text(&self, member: &str) -> &str {
        self.item[member].as_str().unwrap_or_default()
    }
}

impl IssueFacts {
    pub(super) fn created(&self) -> DateTime<Utc> {
        moment(&self.fields["created"]).unwrap()
    }

    pub(super) fn resolved(&self) -> Option<DateTime<Utc>> {
        moment(&self.fields["resolutiondate"])
    }

    pub(super) fn due(&self) -> Option<NaiveDate> {
        self.fields["duedate"].as_str().map(|day| day.parse().unwrap())
    }

    pub(super) fn status_changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.text("field") == "status")
    }

    pub(super) fn issue_links(&self) -> &[Value] {
        self.fields["issuelinks"].as_array().unwrap()
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        self.fields["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap())
    }
}

impl Facts {
    pub(super) async fn read(jira: &DemoHandle, site_id: i64, name: &str) -> Self {
        let reader = Reader { client: crate::support::http_client(), jira: jira.base_url() };
        let statuses = reader.get("status").await;
        let category = |status: &Value| {
            (text(&status["id"]).to_owned(), text(&status["statusCategory"]["key"]).to_owned())
        };
        let categories: BTreeMap<_, _> = statuses.as_array().unwrap().iter().map(category).collect();
        let mut issues = Vec::new();
        for issue in jira.site().truth_page(None, None, 10_000).issues {
            issues.push(reader.issue(issue.id, jira.site().config().edition, &categories).await);
        }
        Self { site_id, name: name.to_owned(), issues, categories }
    }

    pub(super) fn category(&self, status_id: &str) -> &str {
        &self.categories[status_id]
    }
}

struct Reader {
    client: reqwest::Client,
    jira: String,
}

impl Reader {
    async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}/rest/api/2/{path}", self.jira));
        let answer = request.basic_auth("demo@example.com", Some("demo")).send().await.unwrap();
        answer.error_for_status().unwrap().json().await.unwrap()
    }

    async fn issue(&self, id: u64, edition: Edition, categories: &BTreeMap<String, String>) -> IssueFacts {
        let mut issue = self.get(&format!("issue/{id}?expand=changelog")).await;
        let mut histories = issue["changelog"]["histories"].as_array().unwrap().clone();
        if edition == Edition::Cloud {
            histories.clear();
            loop {
                let path = format!("issue/{id}/changelog?startAt={}", histories.len());
                let page = self.get(&path).await;
                histories.extend(page["values"].as_array().unwrap().iter().cloned());
                if page["isLast"] == true {
                    break;
                }
            }
        }
        let mut changes: Vec<Change> = histories.iter().flat_map(changes_of).collect();
        changes.sort_by_key(|change| change.at);
        let worklogs = self.get(&format!("issue/{id}/worklog?maxResults=5000")).await;
        let fields = issue["fields"].take();
        IssueFacts {
            key: text(&issue["key"]).to_owned(),
            project: text(&fields["project"]["key"]).to_owned(),
            is_done: categories[text(&fields["status"]["id"])] == "done",
            fields,
            changes,
            worklogs: worklogs["worklogs"].as_array().unwrap().clone(),
        }
    }
}

fn changes_of(history: &Value) -> impl Iterator<Item = Change> {
    let person = history["author"]["displayName"].as_str().unwrap_or_default();
    let change = move |item: &Value| Change {
        at: moment(&history["created"]).unwrap(),
        person: person.to_owned(),
        item: item.clone(),
    };
    history["items"].as_array().unwrap().iter().map(change)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A time as both editions write it.
pub(super) fn moment(value: &Value) -> Option<DateTime<Utc>> {
    let text = value.as_str()?;
    Some(DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.3f%z").unwrap().to_utc())
}
