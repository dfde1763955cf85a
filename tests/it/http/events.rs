use std::time::Duration;

use app::{error::ApiError, model::RunStatus};
use futures::StreamExt;
use reqwest::Method;
use tokio::time::timeout;

use crate::support::{
    fake_services::{Behaviour, FakeServices},
    http_server::HttpServer,
};

/// Events read from the stream, each as (id, name, data).
struct Events {
    response: std::pin::Pin<Box<dyn futures::Stream<Item = reqwest::Result<bytes::Bytes>>>>,
    text: String,
}

impl Events {
    async fn open(server: &HttpServer, last_seen: Option<&str>) -> Self {
        let mut request = server.request(Method::GET, "/api/events").header("accept-encoding", "gzip, br");
        if let Some(id) = last_seen {
            request = request.header("last-event-id", id);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"), "compression would delay events");
        Self { response: Box::pin(response.bytes_stream()), text: String::new() }
    }

    /// The next event, or `None` once the stream has ended.
    async fn next(&mut self) -> Option<(String, String, String)> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    line.map(|value| value.trim_start().to_owned())
                };
                let event = (field("id"), field("event"), field("data"));
                self.text = rest.to_owned();
                if let (Some(id), Some(name), Some(data)) = event {
                    return Some((id, name, data));
                }
                continue;
            }
            let chunk =
                timeout(Duration::from_secs(20), self.response.next()).await.expect("an event in time");
            self.text.push_str(std::str::from_utf8(&chunk?.ok()?).unwrap());
        }
    }
}

#[tokio::test]
async fn event_stream_sends_the_current_state_first_then_changes() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let mut events = Events::open(&server, None).await;
    let first = events.next().await.unwrap();
    let second = events.next().await.unwrap();
    assert_eq!((first.1.as_str(), second.1.as_str()), ("progress", "scheduler"));
    assert!(first.2.starts_with(r#"{"status":"idle""#), "{}", first.2);

    fake.set_run_status(RunStatus::Running);
    let (run, progress) = (events.next().await.unwrap(), events.next().await.unwrap());
    assert_eq!((run.1.as_str(), progress.1.as_str()), ("run", "progress"));
    let ids: Vec<u64> =
        [&first, &second, &run, &progress].iter().map(|event| event.0.parse().unwrap()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[tokio::test]
async fn reconnecting_client_receives_missed_events() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    fake.set_run_status(RunStatus::Running);
    let mut one = Events::open(&server, None).await;
    let mut last_seen = String::new();
    for _ in 0..3 {
        last_seen = one.next().await.unwrap().0;
    }
    // Another browser stays connected, so that the server keeps polling.
    let mut other = Events::open(&server, None).await;
    drop(one);
    fake.set_run_status(RunStatus::Stopping);
    while !other.next().await.unwrap().2.contains("stopping") {}
    fake.set_run_status(RunStatus::Stopped);
    while !other.next().await.unwrap().2.contains("stopped") {}

    let mut again = Events::open(&server, Some(&last_seen)).await;
    let mut statuses = Vec::new();
    while statuses.len() < 2 {
        let (id, name, data) = again.next().await.unwrap();
        if name == "run" {
            assert!(id.parse::<u64>().unwrap() > last_seen.parse().unwrap());
            statuses.push(data.contains("stopping"));
        }
    }
    assert_eq!(statuses, [true, false], "stopping was missed, and so was stopped");
}

#[tokio::test]
async fn replayed_event_has_the_time_of_sending() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let mut one = Events::open(&server, None).await;
    let mut last_seen = String::new();
    for _ in 0..2 {
        last_seen = one.next().await.unwrap().0;
    }
    fake.set_server_time("2026-01-01T00:00:33+00:00");
    // A poll later than that change.
    fake.set_run_status(RunStatus::Running);
    one.next().await.unwrap();

    for last_seen in [None, Some(last_seen.as_str())] {
        let mut again = Events::open(&server, last_seen).await;
        let scheduler = loop {
            let (_, name, data) = again.next().await.unwrap();
            if name == "scheduler" {
                break data;
            }
        };
        assert!(scheduler.contains(r#""server_time":"2026-01-01T00:00:3"#), "{scheduler}");
    }
}

#[tokio::test]
async fn streams_end_while_the_services_fail() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let mut events = Events::open(&server, None).await;
    events.next().await.unwrap();
    fake.set_behaviour(Behaviour::Fail(ApiError::unavailable("the database does not answer")));
    while events.next().await.is_some() {}
    assert_eq!(server.get("/api/events").await.status, 503);

    fake.set_behaviour(Behaviour::Succeed);
    let opened =
        async { while server.request(Method::GET, "/api/events").send().await.unwrap().status() != 200 {} };
    timeout(Duration::from_secs(10), opened).await.expect("streams open again once the services succeed");
}

#[tokio::test]
async fn page_says_which_events_it_already_shows() {
    let fake = FakeServices::default();
    fake.set_run_status(RunStatus::Running);
    let server = HttpServer::start(fake.services()).await;
    let mut events = Events::open(&server, None).await;
    let mut run = String::new();
    while run.is_empty() {
        let (_, name, data) = events.next().await.unwrap();
        if name == "run" {
            run = serde_json::from_str::<serde_json::Value>(&data).unwrap()["sync_id"]
                .as_str()
                .unwrap()
                .to_owned();
        }
    }
    let page = server.get("/history").await.text;
    assert!(page.contains(&format!(r#"data-marks="{run} running|"#)), "{page}");
}

#[tokio::test]
async fn event_streams_end_when_the_server_stops() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let mut events = Events::open(&server, None).await;
    events.next().await.unwrap();
    timeout(Duration::from_secs(5), server.stop()).await.expect("the server does not wait for open streams");
    while events.next().await.is_some() {}
}

#[tokio::test]
async fn services_are_not_polled_without_listeners() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    assert_eq!(server.get("/health").await.status, 200);
    assert_eq!(fake.calls(), ["status.database_is_up"]);
}
