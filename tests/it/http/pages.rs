use reqwest::Method;

use crate::support::{
    fake_services::FakeServices,
    http_server::{Answer, HttpServer},
};

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_rendered_with_the_policy_that_admits_their_own_scripts() {
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
async fn a_page_that_does_not_exist_is_a_page_with_404() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let answer = server.get("/no/such/page").await;
    assert_eq!((answer.status, answer.content_type.as_str()), (404, "text/html; charset=utf-8"));
    assert!(answer.headers["content-security-policy"].to_str().unwrap().contains("'nonce-"));
    server.send(Method::POST, "/no/such/page", "").await.problem(404);
    server.send(Method::POST, "/history", "").await.problem(405);
}

#[tokio::test]
async fn files_are_served_compressed_and_asked_for_again_each_time() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let package = server.site_root().join("pkg");
    std::fs::create_dir(&package).unwrap();
    std::fs::write(package.join("jira-sync.js"), "let x = 1;\n".repeat(100)).unwrap();
    std::fs::write(package.join("jira-sync.wasm"), [0; 100]).unwrap();
    assert_eq!(server.get("/pkg/jira-sync.wasm").await.content_type, "application/wasm");

    let get = || server.request(Method::GET, "/pkg/jira-sync.js");
    let packed = Answer::of(get().header("accept-encoding", "br")).await;
    assert_eq!((packed.status, packed.headers["content-encoding"].to_str().unwrap()), (200, "br"));
    assert_eq!(packed.headers["cache-control"], "no-cache");
    assert_eq!(packed.headers["vary"], "accept-encoding");
    let seen = packed.headers["last-modified"].clone();
    assert_eq!(Answer::of(get().header("if-modified-since", seen)).await.status, 304);
}

#[tokio::test]
async fn nothing_outside_the_site_root_is_served() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    std::fs::write(server.site_root().join("../outside.txt"), "secret").ok();
    for path in ["/..%2foutside.txt", "/%2e%2e/outside.txt", "/pkg/..%2f..%2foutside.txt"] {
        assert_eq!(server.get(path).await.status, 404, "{path}");
    }
    std::fs::remove_file(server.site_root().join("../outside.txt")).ok();
}

#[tokio::test]
async fn a_missing_script_is_told_with_its_remedy() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let answer = server.get("/pkg/jira-sync.js").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("LEPTOS_SITE_ROOT"), "{}", answer.text);
}
