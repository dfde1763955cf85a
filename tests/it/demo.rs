//! The sample Jira over HTTP: its limits, editions, controls and faults.

mod access;
mod circles;
mod control;
mod damage;
mod editions;
mod faults;
mod feeds;
mod index;
mod jql;
mod limits;
mod odd;
mod parts;
mod realistic;
mod repeatable;
mod sign_in;
mod visibility;

use chrono::{DateTime, Utc};
use jira_sync::demo::{DemoConfig, DemoHandle, DemoJira, TruthIssue};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

/// A sample site, and a client signed in with the sample account.
struct Sample {
    demo: DemoHandle,
    client: Client,
}

/// Status and JSON of a response.
type Answer = (u16, Value);

fn epoch() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn cloud() -> DemoConfig {
    DemoConfig { projects: 3, issues: 80, clock_starts_at: Some(epoch()), ..DemoConfig::cloud(epoch()) }
}

fn data_center() -> DemoConfig {
    DemoConfig { projects: 3, issues: 80, clock_starts_at: Some(epoch()), ..DemoConfig::data_center(epoch()) }
}

impl Sample {
    async fn start(config: DemoConfig) -> Self {
        // Another test may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { demo: DemoJira::start(config).await.unwrap(), client }
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.demo.base_url());
        self.client.request(method.parse().unwrap(), url).basic_auth("demo@example.com", Some("demo"))
    }

    async fn get(&self, path: &str) -> Answer {
        read(self.request("GET", path).send().await.unwrap()).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        read(self.request("POST", path).json(&body).send().await.unwrap()).await
    }

    /// One page of Cloud's search.
    async fn search(&self, body: Value) -> Answer {
        self.post("/rest/api/3/search/jql", body).await
    }

    /// Data Center's search.
    async fn offset(&self, jql: &str, start: u64, size: u64) -> Answer {
        self.post(
            "/rest/api/2/search",
            json!({"jql": jql, "startAt": start, "maxResults": size, "fields": ["id"]}),
        )
        .await
    }

    /// All ids that Cloud's search returns, in order.
    async fn ids(&self, jql: &str, size: u64) -> Vec<u64> {
        let (mut found, mut token) = (Vec::new(), None);
        loop {
            let mut body = json!({"jql": jql, "maxResults": size});
            if let Some(token) = &token {
                body["nextPageToken"] = json!(token);
            }
            let (status, page) = self.search(body).await;
            assert_eq!(status, 200, "{page}");
            found.extend(ids(&page));
            assert_eq!(page["isLast"].as_bool().unwrap(), page.get("nextPageToken").is_none());
            match page["nextPageToken"].as_str() {
                Some(next) => token = Some(next.to_owned()),
                None => return found,
            }
        }
    }

    fn truth(&self) -> Vec<TruthIssue> {
        self.demo.site().truth_page(None, None, usize::MAX).issues
    }

    fn truth_of(&self, key: &str) -> TruthIssue {
        self.truth().into_iter().find(|i| i.key == key).unwrap()
    }
}

async fn read(response: Response) -> Answer {
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or(Value::Null))
}

/// The ids of a page of issues.
fn ids(page: &Value) -> Vec<u64> {
    page["issues"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().parse().unwrap()).collect()
}

fn message(answer: &Value) -> &str {
    answer["errorMessages"][0].as_str().unwrap()
}
