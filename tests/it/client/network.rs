//! The network path to a site, as `jira-sync sync` takes it: proxies and certificates.

use std::{
    path::{Path, PathBuf},
    process::Output,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use chrono::Utc;
use jira_sync::demo::{DemoConfig, DemoHandle, DemoJira};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    process::Command,
};

use crate::support::{
    limit::{MINUTES, within},
    nginx::Nginx,
};

const VARIABLES: [&str; 10] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// Runs `jira-sync sync` for the sample Jira at `url`, on an empty database.
async fn sync(url: &str, variables: &[(&str, &str)]) -> Output {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_jira-sync"));
    for name in VARIABLES.iter().chain(&["JIRA_INSTANCES", "JIRA_CONFIG_FILE"]) {
        command.env_remove(name);
    }
    command
        .arg("sync")
        .env("DATABASE_URL", format!("sqlite://{}/m.db", folder.path().display()))
        .env("JIRA_SYNC_CONFIG_DIR", folder.path())
        .envs([("JIRA_URL_1", url), ("JIRA_USERNAME_1", "demo@example.com"), ("JIRA_API_TOKEN_1", "demo")])
        .envs(variables.iter().copied())
        .kill_on_drop(true);
    within(MINUTES, "the sync", command.output()).await.unwrap()
}

/// The exit status, and standard output (which says how the run ended) followed by standard error.
async fn ended(url: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = sync(url, variables).await;
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code(), text)
}

async fn sample() -> DemoHandle {
    let config =
        DemoConfig { projects: 1, issues: 3, ..DemoConfig::cloud(DemoConfig::epoch_for(Utc::now())) };
    DemoJira::start(config).await.unwrap()
}

/// A local server that runs `answer` for each connection; returns its port and the number of connections.
async fn server<F: Future<Output = ()> + Send + 'static>(
    answer: impl Fn(TcpStream) -> F + Send + 'static,
) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, SeqCst);
            tokio::spawn(answer(stream));
        }
    });
    (port, connections)
}

#[tokio::test(flavor = "multi_thread")]
async fn site_on_localhost_bypasses_the_proxy() {
    let jira = sample().await;
    let (port, connections) = server(async |stream| drop(stream)).await;
    let proxy = format!("http://127.0.0.1:{port}");
    let (status, text) = ended(&jira.base_url(), &[("HTTP_PROXY", &proxy), ("ALL_PROXY", &proxy)]).await;
    assert_eq!((status, connections.load(SeqCst)), (Some(0), 0), "{text}");
}

/// The proxy resolves the site's name, as the scheme `socks5h` requests.
#[tokio::test(flavor = "multi_thread")]
async fn socks_proxy_is_used_and_resolves_names() {
    let jira = sample().await;
    let target = jira.base_url().trim_start_matches("http://").to_owned();
    let (port, connections) = server(move |stream| socks(stream, target.clone())).await;
    let proxy = format!("socks5h://127.0.0.1:{port}");
    let (status, text) = ended("http://jira.example", &[("ALL_PROXY", &proxy)]).await;
    assert_eq!(status, Some(0), "{text}");
    assert!(connections.load(SeqCst) > 0);
}

/// SOCKS 5 without authentication; forwards every connection to `target`.
async fn socks(mut stream: TcpStream, target: String) {
    let mut head = [0; 2];
    stream.read_exact(&mut head).await.unwrap();
    stream.read_exact(&mut vec![0; usize::from(head[1])]).await.unwrap();
    stream.write_all(&[5, 0]).await.unwrap();
    let mut request = [0; 5];
    stream.read_exact(&mut request).await.unwrap();
    assert_eq!((request[1], request[3]), (1, 3), "a connection to a name is asked for");
    stream.read_exact(&mut vec![0; usize::from(request[4]) + 2]).await.unwrap();
    let mut target = TcpStream::connect(target).await.unwrap();
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let _ = copy_bidirectional(&mut stream, &mut target).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proxy_that_refuses_its_credentials_is_named_in_the_error() {
    const REFUSAL: &[u8] =
        b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (port, connections) = server(async |mut stream: TcpStream| {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(REFUSAL).await;
    })
    .await;
    let proxy = format!("http://me:hush@127.0.0.1:{port}");
    for (url, variable) in [("http://jira.example", "HTTP_PROXY"), ("https://jira.example", "HTTPS_PROXY")] {
        connections.store(0, SeqCst);
        let (status, text) = ended(url, &[(variable, &proxy)]).await;
        let named = format!("the proxy http://127.0.0.1:{port} ({variable}) refuses");
        assert!(text.contains(&named) && text.contains("407") && !text.contains("hush"), "{text}");
        assert_eq!((status, connections.load(SeqCst)), (Some(1), 1), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unreachable_proxy_is_named_in_the_error() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (_, text) = ended("http://jira.example", &[("ALL_PROXY", &format!("http://{closed}"))]).await;
    assert!(text.contains(&format!("through the proxy http://{closed} (ALL_PROXY)")), "{text}");
}

/// A key and a self-signed certificate, with the defaults of `openssl req -x509`.
fn self_signed(folder: &Path, subject: &str, extensions: &[&str]) -> (PathBuf, PathBuf) {
    let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
    let mut command = std::process::Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", subject]);
    command.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
    for extension in extensions {
        command.args(["-addext", extension]);
    }
    let output = command.output().expect("openssl: run `script/setup test`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (key, certificate)
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_certificate_is_refused_until_it_is_trusted() {
    let jira = sample().await;
    let folder = TempDir::new().unwrap();
    let (key, certificate) = self_signed(folder.path(), "/CN=localhost", &["subjectAltName=DNS:localhost"]);
    let upstream = jira.base_url().trim_start_matches("http://").parse().unwrap();
    let nginx = Nginx::with_tls(upstream, &key, &certificate).await;
    let target = nginx.address;
    let (port, connections) = server(move |mut stream: TcpStream| async move {
        let mut target = TcpStream::connect(target).await.unwrap();
        let _ = copy_bidirectional(&mut stream, &mut target).await;
    })
    .await;
    let (url, by_address) = (format!("https://localhost:{port}"), format!("https://127.0.0.1:{port}"));
    let certificate = certificate.to_str().unwrap();

    let (status, text) = ended(&url, &[]).await;
    for part in ["certificate of localhost is not accepted", "SSL_CERT_FILE", "ca_file"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!((status, connections.load(SeqCst)), (Some(1), 1), "it is asked once: {text}");

    for variable in ["JIRA_CA_FILE_1", "SSL_CERT_FILE"] {
        let (status, text) = ended(&url, &[(variable, certificate)]).await;
        assert_eq!(status, Some(0), "{variable}: {text}");
        // The certificate is for localhost only.
        let (status, text) = ended(&by_address, &[(variable, certificate)]).await;
        assert!(status == Some(1) && text.contains("Check the address of the site"), "{variable}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn site_with_a_company_ca_is_read_with_its_ca_file() {
    let jira = sample().await;
    let folder = TempDir::new().unwrap();
    let (ca_key, ca) = self_signed(folder.path(), "/CN=Example Company CA", &[]);
    let (key, request, certificate) =
        (folder.path().join("site.key"), folder.path().join("site.csr"), folder.path().join("site.pem"));
    let names = folder.path().join("names");
    std::fs::write(&names, "subjectAltName=DNS:localhost\n").unwrap();
    let openssl = |command: &mut std::process::Command| {
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let mut asking = std::process::Command::new("openssl");
    asking.args(["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=site"]);
    openssl(asking.arg("-keyout").arg(&key).arg("-out").arg(&request));
    let mut signing = std::process::Command::new("openssl");
    signing
        .args(["x509", "-req", "-days", "2", "-in"])
        .arg(&request)
        .arg("-CA")
        .arg(&ca)
        .arg("-CAkey")
        .arg(&ca_key);
    openssl(signing.args(["-set_serial", "7", "-extfile"]).arg(&names).arg("-out").arg(&certificate));
    let upstream = jira.base_url().trim_start_matches("http://").parse().unwrap();
    let nginx = Nginx::with_tls(upstream, &key, &certificate).await;
    let url = format!("https://localhost:{}", nginx.address.port());
    assert_eq!(ended(&url, &[]).await.0, Some(1));
    let (status, text) = ended(&url, &[("JIRA_CA_FILE_1", ca.to_str().unwrap())]).await;
    assert_eq!(status, Some(0), "{text}");
    let (_, text) = ended(&url, &[("SSL_CERT_FILE", "/nowhere.pem")]).await;
    assert!(text.contains("SSL_CERT_FILE is \"/nowhere.pem\", which cannot be read"), "{text}");
    // The site's own CA file is enough.
    let both = [("JIRA_CA_FILE_1", ca.to_str().unwrap()), ("SSL_CERT_FILE", "/nowhere.pem")];
    let (status, text) = ended(&url, &both).await;
    assert_eq!(status, Some(0), "{text}");
    let (status, text) = ended(&url, &[("JIRA_CA_FILE_1", "/nowhere.pem")]).await;
    assert!(status == Some(1) && text.contains("ca_file \"/nowhere.pem\""), "{text}");
    // A site without HTTPS needs no certificates.
    let (status, text) = ended(&jira.base_url(), &[("SSL_CERT_FILE", "/nowhere.pem")]).await;
    assert_eq!(status, Some(0), "{text}");
}
