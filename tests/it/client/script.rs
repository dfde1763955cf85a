//! A server whose every response a test writes, byte by byte if necessary: for everything that a well-behaved sample
//! cannot do. `serverInfo` and `myself` of Cloud are built in.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use jira_sync::jira::site::{Auth, SiteConfig};
use jira_sync::jira::{Client, JiraError, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// The token that must never appear in any text.
pub(crate) const SECRET: &str = "s3cr3t-t0ken";

/// A received request.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) query: HashMap<String, String>,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
    /// How many earlier requests had the same path.
    pub(crate) nth: usize,
    pub(crate) at: Instant,
}

/// How the server replies.
pub(crate) enum Reply {
    /// Status, headers, body.
    Response(u16, Vec<(&'static str, String)>, String),
    /// These bytes, then the connection is closed.
    Bytes(String),
    /// Waits for a permit of the semaphore, then sends this reply.
    Held(Arc<tokio::sync::Semaphore>, Box<Reply>),
}

/// Never replies.
pub(crate) fn no_reply() -> Reply {
    Reply::Held(Arc::new(tokio::sync::Semaphore::new(0)), Box::new(json("")))
}

/// Makes the same reply each time.
pub(crate) type Answer = fn() -> Reply;
/// Whether an error is the expected one.
pub(crate) type Expected = fn(&JiraError) -> bool;

pub(crate) fn json(body: &str) -> Reply {
    Reply::Response(200, vec![], body.to_owned())
}

pub(crate) fn status(status: u16, headers: &[(&'static str, &str)]) -> Reply {
    Reply::Response(
        status,
        headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        String::new(),
    )
}

/// The running server.
#[derive(Clone)]
pub(crate) struct Script(Arc<Inner>);

struct Inner {
    url: Url,
    answer: Box<dyn Fn(&Seen) -> Reply + Send + Sync>,
    seen: Mutex<Vec<Seen>>,
    in_flight: AtomicUsize,
    connections: AtomicUsize,
}

impl Seen {
    /// Whether the request carried credentials.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.headers.contains_key("authorization")
    }
}

impl Script {
    pub(crate) async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_bare(move |seen| identity(seen).unwrap_or_else(|| answer(seen))).await
    }

    /// As [`Script::start`], but the test also replies to `serverInfo` and `myself`.
    pub(crate) async fn start_bare(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/jira", listener.local_addr().unwrap())).unwrap();
        let inner = Inner {
            url,
            answer: Box::new(answer),
            seen: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
        };
        let script = Self(Arc::new(inner));
        let server = script.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        script
    }

    pub(crate) fn site(&self) -> SiteConfig {
        SiteConfig {
            name: "script".to_owned(),
            base_url: self.0.url.clone(),
            auth: Auth::Basic { user: "demo@example.com".to_owned(), secret: SECRET.into() },
            edition_hint: None,
            webhook_secret: None,
            ca_file: None,
            enabled: true,
        }
    }

    pub(crate) async fn connect(&self, limits: Limits) -> Result<Client, JiraError> {
        Client::connect(self.site(), limits).await
    }

    /// The requests whose path ends with `path`, in order of arrival.
    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        self.0.seen.lock().unwrap().iter().filter(|seen| seen.path.ends_with(path)).cloned().collect()
    }

    /// The requests that carried credentials.
    pub(crate) fn signed_in(&self) -> Vec<Seen> {
        self.0.seen.lock().unwrap().iter().filter(|seen| seen.is_signed_in()).cloned().collect()
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.0.in_flight.load(SeqCst)
    }

    /// How many connections have been opened.
    pub(crate) fn connections(&self) -> usize {
        self.0.connections.load(SeqCst)
    }

    async fn serve(&self, mut stream: TcpStream) {
        self.0.connections.fetch_add(1, SeqCst);
        while let Some(seen) = self.read(&mut stream).await {
            self.0.in_flight.fetch_add(1, SeqCst);
            let mut reply = (self.0.answer)(&seen);
            while let Reply::Held(permits, then) = reply {
                permits.acquire().await.unwrap().forget();
                reply = *then;
            }
            let (bytes, keep_open) = match reply {
                Reply::Response(status, headers, body) => (answer(status, &headers, &body), true),
                Reply::Bytes(bytes) => (bytes, false),
                Reply::Held(..) => unreachable!("was waited for"),
            };
            self.0.in_flight.fetch_sub(1, SeqCst);
            if stream.write_all(bytes.as_bytes()).await.is_err() || !keep_open {
                return;
            }
        }
    }

    async fn read(&self, stream: &mut TcpStream) -> Option<Seen> {
        let mut bytes = Vec::new();
        let head_end = loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            if stream.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        };
        let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
        let mut lines = head.lines();
        let target = lines.next()?.split(' ').nth(1)?.to_owned();
        let headers: HashMap<String, String> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        while bytes.len() < head_end + 4 + length {
            stream.read_buf(&mut bytes).await.ok()?;
        }
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let path = path.to_owned();
        let body = String::from_utf8_lossy(&bytes[head_end + 4..]).into_owned();
        let mut log = self.0.seen.lock().unwrap();
        let nth = log.iter().filter(|seen| seen.path == path).count();
        let seen = Seen { path, query, headers, body, nth, at: Instant::now() };
        log.push(seen.clone());
        Some(seen)
    }
}

fn answer(status: u16, headers: &[(&'static str, String)], body: &str) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

fn identity(seen: &Seen) -> Option<Reply> {
    match seen.path.as_str() {
        "/jira/rest/api/2/serverInfo" => Some(json(r#"{"deploymentType":"Cloud","version":"1001"}"#)),
        "/jira/rest/api/3/myself" => {
            Some(json(r#"{"accountId":"me","displayName":"Me","timeZone":"Asia/Kolkata"}"#))
        }
        _ => None,
    }
}
