use reqwest::Method;

use crate::support::{fake_services::FakeServices, http_server::HttpServer};

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
