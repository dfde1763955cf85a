use app::error::ApiError;
use reqwest::Method;

use crate::support::{
    fake_services::{Behaviour, FakeServices},
    http_server::{Answer, HttpServer},
};

/// A server function, a handler with a path parameter, and one with a query.
const READS: [&str; 3] = ["/api/scheduler/status", "/api/sync/stats/some-id", "/api/sync/history"];

#[tokio::test]
async fn service_error_becomes_its_status_and_a_problem_document() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let errors = [
        ApiError::not_found("a"),
        ApiError::conflict("b"),
        ApiError::invalid_field("c", "d"),
        ApiError::internal("e"),
        ApiError::unavailable("f"),
    ];
    for error in errors {
        fake.set_behaviour(Behaviour::Fail(error.clone()));
        for path in READS {
            let problem = server.get(path).await.problem(error.status);
            assert_eq!(problem["detail"], error.detail, "{path}");
        }
    }
}

#[tokio::test]
async fn panic_becomes_a_problem_document_and_the_server_keeps_running() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    for path in READS {
        fake.set_behaviour(Behaviour::Panic);
        server.get(path).await.problem(500);
        fake.set_behaviour(Behaviour::Succeed);
        assert_eq!(server.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_return_problem_documents() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for path in ["/api", "/api/", "/api/nothing/here", "/api/sync/start/"] {
        server.get(path).await.problem(404);
    }
    for (method, path) in [
        (Method::DELETE, "/api/scheduler/status"),
        (Method::GET, "/api/sync/start"),
        (Method::POST, "/api/sync/stats/some-id"),
        (Method::GET, "/forms/sync/start"),
        (Method::POST, "/health"),
    ] {
        let answer = server.send(method, path, "").await;
        answer.problem(405);
        assert!(answer.headers.contains_key("allow"), "{path} says what is allowed");
    }
}

#[tokio::test]
async fn invalid_query_is_422_and_names_the_parameter() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for (path, member) in [
        ("/api/sync/history?limit=many", "limit"),
        ("/api/sync/history?offset=-1", "offset"),
        ("/api/issues/project/ABC/issues?limit=many", "limit"),
        ("/api/scheduler/advice", "interval_minutes"),
        ("/api/sync/run", "sync_id"),
    ] {
        let problem = server.get(path).await.problem(422);
        assert_eq!(problem["errors"][0]["field"], member, "{path}: {problem}");
    }
    server.get("/api/issues/recent?limit=many").await.problem(422);
}

#[tokio::test]
async fn odd_paths_never_cause_a_server_error() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for path in ["/api/issues/%ff", "/api/sync/stats/%00", "/api/sync/history?limit=%ff", "/api/issues/a%2Fb"]
    {
        let status = server.get(path).await.status;
        assert!(status < 500, "{path}: {status}");
    }
}

#[tokio::test]
async fn api_returns_json_to_browsers_and_supports_head() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let request = server
        .request(Method::POST, "/api/sync/start")
        .header("accept", "text/html")
        .header("referer", format!("http://{}/", server.address));
    let answer = Answer::of(request).await;
    assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/json"));
    for path in READS {
        let answer = server.send(Method::HEAD, path, "").await;
        assert_eq!((answer.status, answer.text.as_str()), (200, ""), "{path}");
    }
}

#[tokio::test]
async fn cross_origin_post_is_403_and_changes_nothing() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let own = format!("http://{}", server.address);
    for path in ["/api/sync/start", "/forms/sync/start"] {
        for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
            let request = server.request(Method::POST, path).header(name, value).body("force=on");
            Answer::of(request).await.problem(403);
        }
    }
    assert!(fake.calls().is_empty());
    let request = server.request(Method::POST, "/api/sync/start").header("origin", own);
    assert_eq!(Answer::of(request).await.status, 200);
    let request = server.request(Method::GET, "/api/scheduler/status").header("sec-fetch-site", "cross-site");
    assert_eq!(Answer::of(request).await.status, 200);
}

#[tokio::test]
async fn every_response_has_security_headers() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for path in ["/api/scheduler/status", "/api/nothing", "/health"] {
        let headers = server.get(path).await.headers;
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
        assert!(headers.contains_key("referrer-policy"));
    }
}

#[tokio::test]
async fn health_reports_whether_the_database_is_up() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    assert_eq!(server.get("/health").await.json()["database_connected"], true);
    fake.set_behaviour(Behaviour::Fail(ApiError::unavailable("down")));
    server.get("/health").await.problem(503);
}
