//! The handle through which the engine reads a Jira site.

use app::model::Edition;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use super::{
    account::{Account, myself},
    error::JiraError,
    server_info::ServerInfo,
    site::api_root,
    transport::{Transport, gate::Waiting, reach::Reach, request::Request, stats::Stats},
};

/// A connected Jira site. Cloning is cheap; all clones share limits, waits and statistics.
#[derive(Clone, Debug)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    transport: Transport,
    edition: Edition,
    account: Account,
    info: ServerInfo,
}

impl Client {
    pub(super) fn new(transport: Transport, edition: Edition, account: Account, info: ServerInfo) -> Self {
        Self(Arc::new(Inner { transport, edition, account, info }))
    }

    /// What this Jira says about itself.
    pub fn server_info(&self) -> &ServerInfo {
        &self.0.info
    }

    /// Cloud or Data Center.
    pub fn edition(&self) -> Edition {
        self.0.edition
    }

    /// The account that the client is signed in as.
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// Jira's clock: the `Date` of the last response plus the time since then (whole seconds, never ahead of Jira).
    pub fn server_now(&self) -> DateTime<Utc> {
        self.transport().clock.now(Instant::now()).unwrap_or_else(Utc::now)
    }

    /// Follows the waits that Jira requests for all requests to this site. `None` = no wait.
    pub fn watch_waiting(&self) -> watch::Receiver<Option<Waiting>> {
        self.transport().gate.subscribe()
    }

    /// How long one request may take, including its response.
    pub fn request_timeout(&self) -> Duration {
        self.transport().limits.request_timeout
    }

    /// Statistics since the client was connected.
    pub fn stats(&self) -> Stats {
        self.transport().counters.snapshot()
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.0.transport
    }

    /// A path of the platform API of this edition.
    pub(super) fn api(&self, path: &str) -> String {
        format!("{}/{path}", api_root(self.edition()))
    }

    pub(super) fn get(&self, reach: Reach, path: &str) -> Request {
        Request::get(reach, self.api(path))
    }

    pub(super) fn post(
        &self,
        reach: Reach,
        path: &str,
        body: &impl serde::Serialize,
    ) -> Result<Request, JiraError> {
        Request::post(reach, self.api(path), body)
    }

    /// Whether the client may send more requests in this run.
    ///
    /// # Errors
    ///
    /// If the site asked for a long wait, stopped responding, or no longer accepts the credentials.
    pub fn check(&self) -> Result<(), JiraError> {
        self.transport().check()
    }

    pub(super) async fn fetch<T>(
        &self,
        request: &Request,
        parse: impl Fn(&[u8]) -> Result<T, String>,
    ) -> Result<T, JiraError> {
        let answer = self.transport().fetch(request, &parse).await;
        if let Err(JiraError::Auth { .. } | JiraError::Forbidden { status: 401, .. }) = answer {
            let sign_in = myself(self.transport(), self.edition());
            // On the heap, so that it does not enlarge the future of every request.
            Box::pin(self.transport().pulse.check_credentials(sign_in)).await?;
        }
        match answer {
            // Jira accepts the credentials, so one of its nodes, or a cache in front of it, treated the request as anonymous.
            Err(JiraError::Auth { .. }) if request.reach() != Reach::SignIn => {
                match self.transport().fetch(request, &parse).await {
                    Err(JiraError::Auth { detail }) => {
                        Err(JiraError::Forbidden { request: request.describe(), status: 401, detail })
                    }
                    answer => answer,
                }
            }
            answer => answer,
        }
    }
}
