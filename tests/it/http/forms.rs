use app::error::ApiError;
use reqwest::Method;

use crate::support::{
    fake_services::{Behaviour, FakeServices},
    http_server::{Answer, HttpServer},
};

/// Posts a form as a browser does; returns the location of the redirect.
pub(super) async fn submit(server: &HttpServer, path: &str, body: &str) -> String {
    let request = server
        .request(Method::POST, path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("referer", format!("http://{}/admin/scheduler", server.address))
        .header("sec-fetch-site", "same-origin")
        .body(body.to_owned());
    let answer = Answer::of(request).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.headers["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn form_calls_the_service_and_redirects_back() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    assert!(
        submit(&server, "/forms/sync/start", "force=on")
            .await
            .starts_with("/admin/scheduler?message=sync_started")
    );
    assert!(submit(&server, "/forms/sync/start", "next=/").await.starts_with("/?message=sync_started"));
    assert!(
        submit(&server, "/forms/sync/stop", "").await.starts_with("/admin/scheduler?message=no_sync_running")
    );
    submit(&server, "/forms/drift/repair", "").await;
    submit(&server, "/forms/drift/repair", "accept_losses=true&site=my+work&project=ORB").await;
    submit(&server, "/forms/drift/repair", "accept_losses=true&site=work&project=").await;
    submit(&server, "/forms/sites/accept", "site=my+work").await;
    submit(&server, "/forms/scheduler", "enabled=false&enabled=on&interval_minutes=30").await;
    submit(&server, "/forms/scheduler", "enabled=false").await;
    let calls: Vec<_> = fake.calls().into_iter().filter(|call| call != "scheduler.status").collect();
    let expected = [
        "runs.start full dashboard",
        "runs.start incremental dashboard",
        "runs.stop",
        "runs.repair false None None dashboard",
        "runs.repair true Some(\"my work\") Some(\"ORB\") dashboard",
        "runs.repair true Some(\"work\") None dashboard",
        "runs.accept_site my work dashboard",
        "scheduler.save true 30",
        "scheduler.set_enabled false",
    ];
    assert_eq!(calls, expected);
}

#[tokio::test]
async fn failed_form_redirects_back_with_the_code_of_the_error() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    let bad = submit(&server, "/forms/scheduler", "interval_minutes=soon").await;
    assert_eq!(bad, "/admin/scheduler?message=invalid_interval");
    fake.set_behaviour(Behaviour::Fail(ApiError::conflict("Busy & full")));
    assert_eq!(submit(&server, "/forms/sync/start", "").await, "/admin/scheduler?message=refused");
}

#[tokio::test]
async fn page_says_nothing_that_its_address_makes_up() {
    let fake = FakeServices::default();
    let server = HttpServer::start(fake.services()).await;
    for query in ["error=Call+555", "notice=Call+555", "message=Call+555"] {
        let page = server.get(&format!("/history?{query}")).await.text;
        assert!(!page.contains("Call 555"), "{query}: {page}");
    }
    let page = server.get("/history?message=sync_running").await.text;
    assert!(page.contains("A sync is already running."), "{page}");
}
