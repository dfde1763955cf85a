//! The host names under which the server can be reached, directly and through Debian's nginx.

use std::{net::SocketAddr, path::Path, process::Stdio};

use clap::Parser;
use jira_sync::config::HostingSettings;
use reqwest::Method;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::support::{
    fake_services::FakeServices,
    http_server::{Answer, HttpServer},
    limit::{MINUTES, within},
    nginx::Nginx,
};

/// The settings as parsed from the command line.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    hosting: HostingSettings,
}

pub(super) fn settings(arguments: &[&str]) -> HostingSettings {
    Line::parse_from(["jira-sync"].iter().chain(arguments)).hosting
}

async fn server(arguments: &[&str]) -> HttpServer {
    HttpServer::hosted(FakeServices::default().services(), settings(arguments)).await
}

const START: &str = "/api/sync/start";

/// The response when a browser at `origin` starts a sync through an nginx with that `location`.
async fn started(arguments: &[&str], location: &str, origin: &str) -> Answer {
    let server = server(arguments).await;
    let nginx = Nginx::before(server.address, &format!("location / {{ {location} }}")).await;
    let origin = origin.replace("PORT", &nginx.address.port().to_string());
    Answer::of(nginx.request(Method::POST, &origin, START)).await
}

#[tokio::test]
async fn unknown_host_is_421_and_names_the_setting() {
    let server = server(&["--allowed-hosts", "jira.lan"]).await;
    let asked =
        |host: &str| Answer::of(server.request(Method::GET, "/api/issues/recent").header("host", host));
    for host in ["localhost:1", "127.0.0.1", "[::1]:8987", "192.168.7.7:80", "Jira.lan:8080"] {
        assert_eq!(asked(host).await.status, 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example:8987", "jira.lan.evil.example"] {
        let detail = asked(host).await.problem(421)["detail"].to_string();
        assert!(detail.contains("JIRA_SYNC_ALLOWED_HOSTS") && detail.contains("evil.example"), "{detail}");
    }
    let page = server.request(Method::GET, "/history").header("host", "evil.example");
    Answer::of(page).await.problem(421);
    // `X-Forwarded-Host` counts only from trusted proxies.
    let forwarded = server.request(Method::GET, "/history").header("host", "evil.example");
    Answer::of(forwarded.header("x-forwarded-host", "jira.lan")).await.problem(421);
}

#[tokio::test]
async fn nginx_that_rewrites_host_is_403_with_setup_advice() {
    let location = "proxy_pass http://UPSTREAM;";
    let detail = started(&[], location, "http://jira.lan:PORT").await.problem(403)["detail"].to_string();
    for part in ["127.0.0.1", "Host is", "JIRA_SYNC_PUBLIC_URL", "proxy_set_header Host $http_host"] {
        assert!(detail.contains(part), "{part} in {detail}");
    }
    let public = &["--public-url", "https://jira.lan"];
    assert_eq!(started(public, location, "https://jira.lan").await.status, 200);
    started(public, location, "https://evil.example").await.problem(403);
}

#[tokio::test]
async fn host_ports_as_set_by_nginx_are_accepted() {
    let pass = |host: &str| format!("proxy_pass http://UPSTREAM; proxy_set_header Host {host};");
    let named: &[&str] = &["--allowed-hosts", "jira.lan"];
    let trusted: &[&str] = &["--allowed-hosts", "jira.lan", "--trusted-proxies", "127.0.0.0/8"];
    for (arguments, host, origin) in [
        (named, "$http_host", "http://jira.lan:PORT"),
        (named, "$host", "http://jira.lan:PORT"),
        (named, "$host:443", "https://jira.lan"),
        (trusted, "$host:$server_port", "https://jira.lan"),
    ] {
        let answer = started(arguments, &pass(host), origin).await;
        assert_eq!(answer.status, 200, "{host}: {}", answer.text);
    }
    started(named, &pass("$host:$server_port"), "https://jira.lan").await.problem(403);
    started(named, &pass("$host"), "http://evil.example:PORT").await.problem(421);
}

#[tokio::test]
async fn forwarded_host_of_a_trusted_proxy_is_used() {
    let location = "proxy_pass http://UPSTREAM; proxy_set_header X-Forwarded-Host $http_host;";
    let trusted = &["--allowed-hosts", "jira.lan", "--trusted-proxies", "127.0.0.1"];
    assert_eq!(started(trusted, location, "http://jira.lan:PORT").await.status, 200);
    started(trusted, location, "http://evil.example:PORT").await.problem(421);
    let named = &["--allowed-hosts", "jira.lan"];
    let detail = started(named, location, "http://jira.lan:PORT").await.problem(403)["detail"].to_string();
    assert!(detail.contains("JIRA_SYNC_TRUSTED_PROXIES"), "{detail}");
}

/// `jira-sync serve` as an operator starts it, killed on drop, and where it listens.
async fn process(folder: &Path, public_url: &str) -> (Child, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jira-sync"))
        .args(["serve", "--listen", "127.0.0.1:0", "--public-url", public_url])
        .env_remove("JIRA_INSTANCES")
        .env("LEPTOS_SITE_ROOT", folder)
        .env("JIRA_SYNC_CONFIG_DIR", folder)
        .env("DATABASE_URL", format!("sqlite://{}/m.db", folder.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = within(MINUTES, "the address", lines.next_line()).await.unwrap().unwrap();
    let address = line.strip_prefix("jira-sync listens on http://").unwrap_or_else(|| panic!("{line}"));
    (child, address.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn base_path_works_whether_or_not_the_proxy_strips_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    std::fs::write(folder.path().join("pkg/jira-sync.js"), "let x = 1;").unwrap();
    let (_server, address) = process(folder.path(), "https://jira.lan/sync/").await;
    for pass in ["proxy_pass http://UPSTREAM/;", "proxy_pass http://UPSTREAM;"] {
        let nginx = Nginx::before(address, &format!("location /sync/ {{ {pass} }}")).await;
        let get = async |path: &str| Answer::of(nginx.request(Method::GET, "https://jira.lan", path)).await;
        for path in ["/sync/", "/sync/history?status=failed", "/sync/verify", "/sync/admin/scheduler"] {
            let page = get(path).await;
            assert_eq!(page.status, 200, "{path} {pass}");
            let addresses = ["href=\"", "src=\"", "action=\""]
                .into_iter()
                .flat_map(|name| page.text.split(name).skip(1).map(|rest| rest.split('"').next().unwrap()));
            let wrong: Vec<_> =
                addresses.filter(|to| to.starts_with('/') && !to.starts_with("/sync")).collect();
            assert!(wrong.is_empty(), "{path}: {wrong:?}");
            for part in ["href=\"/sync/pkg/jira-sync.js\"", "href=\"/sync/history\"", "data-base=\"/sync\""] {
                assert!(page.text.contains(part), "{part} in {path}");
            }
        }
        assert_eq!(get("/sync/no/such/page").await.status, 404);
        assert_eq!(get("/sync/pkg/jira-sync.js").await.text, "let x = 1;");
        assert_eq!(get("/sync/api/scheduler/status").await.status, 200);
        let form = nginx.request(Method::POST, "https://jira.lan", "/sync/forms/sync/start");
        for form in [form.try_clone().unwrap(), form.header("referer", "https://jira.lan/sync/history")] {
            let form = form.header("content-type", "application/x-www-form-urlencoded");
            let answer = Answer::of(form).await;
            let to = answer.headers["location"].to_str().unwrap();
            assert!(to.starts_with("/sync/") && !to.starts_with("/sync/sync"), "{to}");
        }
    }
    // Without nginx the missing slash is added, and from this machine the path may be omitted.
    let direct = Nginx::before(address, "location / { proxy_pass http://UPSTREAM; }").await;
    let bare = Answer::of(direct.request(Method::GET, "https://jira.lan", "/sync?a=1")).await;
    assert_eq!((bare.status, bare.headers["location"].to_str().unwrap()), (308, "/sync/?a=1"));
    let health = Answer::of(direct.request(Method::GET, "http://localhost", "/health")).await;
    assert_eq!(health.status, 200);
}
