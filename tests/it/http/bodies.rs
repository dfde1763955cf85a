use app::error::ApiError;
use reqwest::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    fake_services::{Behaviour, FakeServices},
    http_server::{Answer, HttpServer},
    limit::{MINUTES, within},
};

#[tokio::test]
async fn malformed_json_body_is_400_and_invalid_values_are_422() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    for body in ["{", "interval=5", "\u{0}", "{\"enabled\": true,}"] {
        server.send(Method::PUT, "/api/scheduler/config", body).await.problem(400);
        server.send(Method::POST, "/api/sync/start", body).await.problem(400);
    }
    for (body, member) in [
        ("[]", "body"),
        ("null", "enabled"),
        ("{}", "enabled"),
        (r#"{"enabled": true}"#, "interval_minutes"),
        (r#"{"enabled": 1, "interval_minutes": 5}"#, "enabled"),
        (r#"{"enabled": true, "interval_minutes": 2.5}"#, "interval_minutes"),
        (r#"{"enabled": true, "interval": "soon"}"#, "interval_minutes"),
    ] {
        let problem = server.send(Method::PUT, "/api/scheduler/config", body).await.problem(422);
        assert_eq!(problem["errors"][0]["field"], member, "{body}: {problem}");
        assert!(problem["errors"][0]["message"].is_string());
    }
    server.send(Method::POST, "/api/sync/start", r#"{"force": "yes"}"#).await.problem(422);
    assert!(fake.calls().is_empty(), "{:?}", fake.calls());
}

#[tokio::test]
async fn deeply_nested_body_is_400_and_the_server_keeps_running() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let deep = "[".repeat(100_000);
    server.send(Method::POST, "/api/issues/search", &deep).await.problem(400);
    assert_eq!(server.get("/api/scheduler/status").await.status, 200);
}

#[tokio::test]
async fn empty_body_is_treated_as_an_empty_object() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    for path in ["/api/sync/start", "/api/sync/stop", "/api/scheduler/enable", "/api/scheduler/disable"] {
        for body in ["", " \n", "{}", "null"] {
            assert_eq!(server.send(Method::POST, path, body).await.status, 200, "{path} {body:?}");
        }
    }
    let expected = [
        "runs.start incremental api",
        "runs.stop",
        "scheduler.set_enabled true",
        "scheduler.set_enabled false",
    ];
    assert_eq!(fake.calls().iter().step_by(4).collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn bodies_and_query_parameters_reach_the_service() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let config = "/api/scheduler/config";
    server.send(Method::PUT, config, r#"{"enabled": false, "interval": 15}"#).await;
    server.send(Method::PUT, "/api/config/sync", r#"{"enabled": true, "interval_minutes": 99999}"#).await;
    server.send(Method::POST, "/api/sync/start", r#"{"force": true}"#).await;
    server.send(Method::POST, "/api/issues/search", r#"{"status": "Done", "limit": 7, "unknown": 1}"#).await;
    server.send(Method::PUT, "/api/admin/config/performance", r#"{"max_workers": 4}"#).await;
    server.get("/api/sync/history?limit=5&status=failed&offset=10").await;
    server.get("/api/sync/history").await;
    server.get("/api/issues/project/ABC/issues?limit=3&status=To+Do").await;
    let expected = [
        "scheduler.save false 15",
        "scheduler.save true 99999",
        "runs.start full api",
        r#"issues.search None Some("Done") Some(7) None"#,
        r#"settings.save_performance {"max_workers":4}"#,
        r#"runs.history Some("failed") Some(5) Some(10)"#,
        "runs.history None None None",
        r#"issues.search Some("ABC") Some("To Do") Some(3) None"#,
    ];
    assert_eq!(fake.calls(), expected);
}

#[tokio::test]
async fn too_large_body_is_413() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let large = format!(r#"{{"query": "{}"}}"#, "x".repeat(1024 * 1024));
    server.send(Method::POST, "/api/issues/search", &large).await.problem(413);
    let larger = format!(r#"{{"query": "{}"}}"#, "x".repeat(8 * 1024 * 1024));
    server.send(Method::POST, "/api/issues/search", &larger).await.problem(413);
    let form = server.request(Method::POST, "/forms/scheduler");
    let form = form.header("content-type", "application/x-www-form-urlencoded").body(large);
    Answer::of(form).await.problem(413);
}

#[tokio::test]
async fn runs_are_initiated_by_api_for_scripts_and_dashboard_for_browsers() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let start = || server.request(Method::POST, "/api/sync/start");
    Answer::of(start()).await;
    Answer::of(start().header("sec-fetch-site", "same-origin")).await;
    Answer::of(start().header("sec-fetch-site", "same-origin").header("x-admin-key", "k")).await;
    let expected = ["api", "dashboard", "api"].map(|who| format!("runs.start incremental {who}"));
    assert_eq!(fake.calls(), expected);
}

/// The response to the headers of a webhook, before any of its body is sent.
async fn answer_to_head(server: &HttpServer, length: usize) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "POST /api/webhooks/jira/work HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    within(MINUTES, "the answer", stream.read_to_string(&mut answer)).await.unwrap();
    answer
}

#[tokio::test]
async fn webhook_site_and_size_are_checked_before_its_body_is_read() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let large = answer_to_head(&server, (1 << 20) + 1).await;
    assert!(large.starts_with("HTTP/1.1 413"), "{large}");
    fake.set_behaviour(Behaviour::Fail(ApiError::not_found("no such site")));
    let unknown = answer_to_head(&server, 100).await;
    assert!(unknown.starts_with("HTTP/1.1 404"), "{unknown}");
}
