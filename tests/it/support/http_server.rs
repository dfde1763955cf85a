//! The HTTP layer over given services, on its own port.

use std::{collections::BTreeMap, io, net::SocketAddr};

use app::service::{Permission, Services};
use jira_sync::{
    config::HostingSettings,
    http::{self, Application, SiteFiles},
};
use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// For tests that request none of the browser's files.
pub(crate) fn no_files() -> SiteFiles {
    SiteFiles::packed(BTreeMap::new())
}

pub(crate) struct HttpServer {
    pub(crate) address: SocketAddr,
    pub(crate) client: Client,
    shutdown: CancellationToken,
    task: Option<JoinHandle<io::Result<()>>>,
}

/// A response with its whole body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        let content_type = headers.get("content-type").map(|v| v.to_str().unwrap().to_owned());
        Self {
            status: response.status().as_u16(),
            content_type: content_type.unwrap_or_default(),
            headers,
            text: response.text().await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}", self.text))
    }

    /// Asserts that the response is a problem document with that status, and returns it.
    pub(crate) fn problem(&self, status: u16) -> Value {
        assert_eq!(
            (self.status, self.content_type.as_str()),
            (status, "application/problem+json"),
            "{}",
            self.text
        );
        let problem = self.json();
        assert_eq!(problem["status"], status);
        for member in ["type", "title", "detail"] {
            assert!(problem[member].is_string(), "{member} in {problem}");
        }
        problem
    }
}

impl HttpServer {
    pub(crate) async fn start(services: Services) -> Self {
        Self::hosted(services, HostingSettings::default()).await
    }

    pub(crate) async fn hosted(services: Services, hosting: HostingSettings) -> Self {
        Self::with_files(services, hosting, no_files()).await
    }

    pub(crate) async fn with_files(services: Services, hosting: HostingSettings, files: SiteFiles) -> Self {
        Self::with_all(services, hosting, files, &Permission::ALL).await
    }

    /// A server whose callers have only the granted permissions.
    pub(crate) async fn granting(granted: &'static [Permission], services: Services) -> Self {
        Self::with_all(services, HostingSettings::default(), no_files(), granted).await
    }

    async fn with_all(
        services: Services,
        hosting: HostingSettings,
        files: SiteFiles,
        granted: &'static [Permission],
    ) -> Self {
        let listener = http::bind("127.0.0.1:0").await.unwrap();
        let application =
            Application::build(listener, "127.0.0.1:0", hosting, files, services, granted).unwrap();
        let address = application.address();
        Self::running(address, |shutdown| tokio::spawn(application.run_until_stopped(shutdown)))
    }

    /// A server at `address` that `run` runs until its token is cancelled.
    pub(crate) fn running(
        address: SocketAddr,
        run: impl FnOnce(CancellationToken) -> JoinHandle<io::Result<()>>,
    ) -> Self {
        let shutdown = CancellationToken::new();
        let task = run(shutdown.clone());
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { address, client, shutdown, task: Some(task) }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// Sends `body` as it is.
    pub(crate) async fn send(&self, method: Method, path: &str, body: &str) -> Answer {
        Answer::of(self.request(method, path).body(body.to_owned())).await
    }

    /// Stops the server and waits for its end.
    pub(crate) async fn stop(mut self) {
        self.shutdown.cancel();
        self.task.take().unwrap().await.unwrap().unwrap();
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}
