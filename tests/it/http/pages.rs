use app::error::ApiError;
use reqwest::Method;

use crate::support::{
    fake_services::{Behaviour, FakeServices},
    http_server::HttpServer,
};

#[tokio::test(flavor = "multi_thread")]
async fn csp_of_a_page_allows_only_scripts_with_its_nonce() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for path in ["/history", "/admin/scheduler"] {
        let answer = server.get(path).await;
        assert_eq!(
            (answer.status, answer.content_type.as_str()),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).unwrap().0;
        let scripts: Vec<_> = answer.text.split("<script").skip(1).collect();
        assert!(!scripts.is_empty());
        for script in scripts {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
        }
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src 'unsafe-inline'"));
    }
}

#[tokio::test]
async fn unknown_page_is_an_html_page_with_404() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let answer = server.get("/no/such/page").await;
    assert_eq!((answer.status, answer.content_type.as_str()), (404, "text/html; charset=utf-8"));
    assert!(answer.headers["content-security-policy"].to_str().unwrap().contains("'nonce-"));
    server.send(Method::POST, "/no/such/page", "").await.problem(404);
    server.send(Method::POST, "/history", "").await.problem(405);
}

#[tokio::test]
async fn slash_at_the_end_and_empty_parameters_of_a_page_are_redirected() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for (path, usual) in [
        ("/admin/scheduler/", "/admin/scheduler"),
        ("/history/", "/history"),
        ("/history?status=&sync_type=manual", "/history?sync_type=manual"),
        ("/no/such/page/", "/no/such/page"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, &answer.headers["location"]), (308, &usual.parse().unwrap()), "{path}");
    }
    // Scripts may send empty parameters, and `/api/` is a path of its own.
    assert_eq!(server.get("/api/sync/history?status=").await.status, 200);
    server.get("/api/").await.problem(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn page_of_an_invalid_filter_is_422_and_says_so() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    fake.set_behaviour(Behaviour::Fail(ApiError::invalid_field("status", "paused is not allowed")));
    let answer = server.get("/history?status=paused").await;
    assert_eq!((answer.status, answer.content_type.as_str()), (422, "text/html; charset=utf-8"));
    assert!(answer.text.contains("Invalid filter") && answer.text.contains("paused is not allowed"));
}
