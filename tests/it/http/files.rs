//! The browser's files: served identically from a folder and from the binary.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use flate2::{Compression, write::GzEncoder};
use jira_sync::{
    config::HostingSettings,
    http::{PackedFile, SiteFiles},
};
use reqwest::{Client, Method};

use super::hosts::settings;
use crate::support::{fake_services::FakeServices, http_server::HttpServer};

const SCRIPT: &str = "/pkg/jira-sync.js";

/// Name, content type and content of files as a build leaves them.
const FILES: [(&str, &str, &[u8]); 5] = [
    ("pkg/jira-sync.js", "text/javascript", b"let x = 1;\nlet y = 2;\nlet z = x + y;\n"),
    ("pkg/jira-sync.wasm", "application/wasm", &[0; 100]),
    ("pkg/jira-sync.css", "text/css", b"body { color: black; background: white; }\n"),
    ("font.woff2", "font/woff2", &[7; 100]),
    ("LICENSE", "application/octet-stream", b"Do as you like with it, and keep this line.\n"),
];

/// How many of the first files also exist as `.gz` and `.br`.
const COMPRESSED: usize = 3;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A placeholder for a file's Brotli form, which no test unpacks.
fn brotli(name: &str) -> Vec<u8> {
    format!("{name}, packed with Brotli").into_bytes()
}

fn modified() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

/// All files with their compressed forms; then only those that the binary embeds.
fn built() -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, Vec<u8>>) {
    let (mut all, mut embedded) = (BTreeMap::new(), BTreeMap::new());
    for (at, (name, _, bytes)) in FILES.into_iter().enumerate() {
        all.insert(name.to_owned(), bytes.to_vec());
        if at < COMPRESSED {
            embedded.insert(format!("{name}.gz"), gzip(bytes));
            embedded.insert(format!("{name}.br"), brotli(name));
        } else {
            embedded.insert(name.to_owned(), bytes.to_vec());
        }
    }
    all.extend(embedded.clone());
    (all, embedded)
}

/// Runs `test` with a server that serves the files from a folder, then with one that serves embedded files.
async fn from_each_source(hosting: HostingSettings, test: impl AsyncFn(&HttpServer)) {
    let (all, embedded) = built();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("outside.txt"), "secret").unwrap();
    let root = folder.path().join("site");
    fs::create_dir_all(root.join("pkg")).unwrap();
    for (name, bytes) in all {
        fs::write(root.join(&name), bytes).unwrap();
        File::options().write(true).open(root.join(&name)).unwrap().set_modified(modified()).unwrap();
    }
    let file = |bytes: Vec<u8>| PackedFile { bytes: bytes.into(), modified: modified() };
    let packed = embedded.into_iter().map(|(name, bytes)| (name, file(bytes))).collect();
    for files in [SiteFiles::folder(root), SiteFiles::packed(packed)] {
        let services = FakeServices::default().services();
        test(&HttpServer::with_files(services, hosting.clone(), files).await).await;
    }
}

/// A response as received, not decompressed.
#[derive(Debug)]
struct RawResponse {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl RawResponse {
    async fn of(server: &HttpServer, method: Method, path: &str, headers: &[(&str, &str)]) -> Self {
        let client = Client::builder().no_proxy().no_gzip().build().unwrap();
        let mut request = client.request(method, format!("http://{}{path}", server.address));
        if !headers.iter().any(|(name, _)| *name == "accept-encoding") {
            request = request.header("accept-encoding", "identity");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
        let (status, headers) = (response.status().as_u16(), headers.collect());
        Self { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    async fn get(server: &HttpServer, path: &str, headers: &[(&str, &str)]) -> Self {
        Self::of(server, Method::GET, path, headers).await
    }

    /// Empty if the header is missing.
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[tokio::test]
async fn files_are_sent_in_the_encoding_that_the_client_accepts() {
    from_each_source(HostingSettings::default(), async |server| {
        for (at, (name, content_type, bytes)) in FILES.into_iter().enumerate() {
            for (accepted, encoding, body) in [
                ("identity", "", bytes.to_vec()),
                ("gzip", "gzip", gzip(bytes)),
                ("gzip, deflate, br", "br", brotli(name)),
            ] {
                let sent =
                    RawResponse::get(server, &format!("/{name}"), &[("accept-encoding", accepted)]).await;
                assert_eq!((sent.status, sent.header("content-type")), (200, content_type), "{name}");
                assert_eq!(sent.header("cache-control"), "no-cache", "{name}");
                if at < COMPRESSED || encoding.is_empty() {
                    assert_eq!((sent.header("content-encoding"), &sent.body), (encoding, &body), "{name}");
                    assert_eq!(sent.headers["vary"], "accept-encoding", "{name}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn unchanged_file_is_answered_with_304() {
    from_each_source(HostingSettings::default(), async |server| {
        for encoding in ["identity", "gzip", "br"] {
            let accepted = ("accept-encoding", encoding);
            let sent = RawResponse::get(server, SCRIPT, &[accepted]).await;
            assert_eq!(sent.header("last-modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
            let etag = sent.header("etag");
            for condition in [("if-none-match", etag), ("if-modified-since", sent.header("last-modified"))] {
                let again = RawResponse::get(server, SCRIPT, &[accepted, condition]).await;
                assert_eq!((again.status, again.header("etag")), (304, etag), "{condition:?}");
                assert_eq!((again.body.len(), again.header("cache-control")), (0, "no-cache"));
            }
            let other = RawResponse::get(server, SCRIPT, &[accepted, ("if-none-match", "\"another\"")]).await;
            assert_eq!((other.status, &other.body), (200, &sent.body));
        }
        let tag = |sent: RawResponse| sent.headers["etag"].clone();
        let plain = tag(RawResponse::get(server, SCRIPT, &[]).await);
        assert_ne!(plain, tag(RawResponse::get(server, SCRIPT, &[("accept-encoding", "gzip")]).await));
    })
    .await;
}

#[tokio::test]
async fn head_and_range_requests_are_supported_for_files() {
    from_each_source(HostingSettings::default(), async |server| {
        for (encoding, size) in [("identity", FILES[0].2.len()), ("br", brotli(FILES[0].0).len())] {
            let head = RawResponse::of(server, Method::HEAD, SCRIPT, &[("accept-encoding", encoding)]).await;
            assert_eq!((head.status, head.body.len()), (200, 0));
            assert_eq!(head.header("content-length"), size.to_string(), "{encoding}");
            assert_eq!(head.header("content-type"), "text/javascript");
        }
        let part = RawResponse::get(server, SCRIPT, &[("range", "bytes=4-8")]).await;
        assert_eq!((part.status, part.body.as_slice()), (206, &FILES[0].2[4..=8]));
        assert_eq!(part.header("content-range"), format!("bytes 4-8/{}", FILES[0].2.len()));
        assert_eq!(RawResponse::get(server, SCRIPT, &[("range", "bytes=999-")]).await.status, 416);
    })
    .await;
}

#[tokio::test]
async fn unknown_file_or_path_traversal_is_404() {
    from_each_source(HostingSettings::default(), async |server| {
        for path in [
            "/..%2foutside.txt",
            "/%2e%2e/outside.txt",
            "/pkg/..%2f..%2foutside.txt",
            "/pkg",
            "/pkg/",
            "/pkg/other.js",
            "/pkg/jira-sync.js/",
            "/pkg/jira-sync.js%00",
            "/robots.txt",
        ] {
            let sent = RawResponse::get(server, path, &[]).await;
            assert_eq!(sent.status, 404, "{path}");
            assert!(!String::from_utf8_lossy(&sent.body).contains("secret"), "{path}");
        }
        server.send(Method::POST, SCRIPT, "").await.problem(404);
    })
    .await;
}

#[tokio::test]
async fn files_are_served_below_a_base_path() {
    from_each_source(settings(&["--public-url", "https://jira.lan/sync"]), async |server| {
        for path in ["/sync/pkg/jira-sync.js", SCRIPT] {
            let sent = RawResponse::get(server, path, &[]).await;
            assert_eq!((sent.status, sent.body.as_slice()), (200, FILES[0].2), "{path}");
        }
    })
    .await;
}

/// The addresses of the files that a page links, such as `/pkg/jira-sync.js`.
fn files_of(page: &str) -> Vec<&str> {
    page.split('"').filter(|part| part.contains("/pkg/") && part.starts_with('/')).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_link_only_to_files_that_exist() {
    from_each_source(settings(&["--public-url", "https://jira.lan/sync"]), async |server| {
        let page = server.get("/history").await.text;
        let named = files_of(&page);
        for kind in ["js", "wasm", "css"] {
            let name = format!("/jira-sync.{kind}");
            let is_file = |file: &&str| file.starts_with("/sync/pkg/") && file.ends_with(&name);
            assert!(named.iter().any(is_file), "{name} in {named:?}");
        }
        for file in named {
            let sent = RawResponse::get(server, file, &[]).await;
            assert_eq!(sent.status, 200, "{file}");
            // The path of embedded files names their content, so browsers need not ask again.
            let version = file.split('/').nth(3).filter(|part| !part.contains('.'));
            let cached = version.map_or("no-cache", |_| "public, max-age=31536000, immutable");
            assert_eq!(sent.header("cache-control"), cached, "{file}");
            let Some(version) = version else { continue };
            // A page of another version gets the file as well, as long as servers are upgraded one by one.
            let other = RawResponse::get(server, &file.replace(version, "0123456789ab"), &[]).await;
            assert_eq!((other.status, other.header("cache-control")), (200, "no-cache"), "{file}");
            let unknown = RawResponse::get(server, &file.replace(version, "0123456789"), &[]).await;
            assert_eq!(unknown.status, 404, "{file}");
        }
    })
    .await;
}

#[tokio::test]
async fn missing_script_is_404_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let files = SiteFiles::folder(folder.path().to_owned());
    let services = FakeServices::default().services();
    let server = HttpServer::with_files(services, HostingSettings::default(), files).await;
    let answer = server.get(SCRIPT).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("LEPTOS_SITE_ROOT"), "{}", answer.text);
}
