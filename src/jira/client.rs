//! The handle through which the engine reads one Jira site.

use app::model::Edition;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use super::{
    api::identity::ServerInfo,
    connect,
    error::JiraError,
    site::api_root,
    transport::{Transport, gate::Waiting, reach::Reach, request::Request, stats::Stats},
};

/// A connected Jira site. Cloning is cheap; all clones share limits, waits and figures.
#[derive(Clone, Debug)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    transport: Transport,
    edition: Edition,
    account: Account,
    info: ServerInfo,
}

/// As whom we are signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `accountId` on Cloud, the user key on Data Center.
    pub id: String,
    /// The account's time zone (IANA name): Jira reads text dates in JQL by it.
    pub time_zone: Option<String>,
    /// The name people see.
    pub display_name: String,
}

impl Client {
    pub(super) fn new(transport: Transport, edition: Edition, account: Account, info: ServerInfo) -> Self {
        Self(Arc::new(Inner { transport, edition, account, info }))
    }

    /// What this Jira says of itself.
    pub fn server_info(&self) -> &ServerInfo {
        &self.0.info
    }

    /// Cloud or Data Center.
    pub fn edition(&self) -> Edition {
        self.0.edition
    }

    /// As whom we are signed in.
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// Jira's clock: the last answer's `Date` plus the time since (whole seconds, never ahead of Jira).
    pub fn server_now(&self) -> DateTime<Utc> {
        self.transport().clock.now(Instant::now()).unwrap_or_else(Utc::now)
    }

    /// Until when all requests of this site wait since Jira asked for it. `None` = they do not.
    pub fn waiting(&self) -> Option<Waiting> {
        self.transport().gate.waiting(Instant::now().into())
    }

    /// Tells of every beginning and end of such a wait.
    pub fn watch_waiting(&self) -> watch::Receiver<Option<Waiting>> {
        self.transport().gate.subscribe()
    }

    /// How long one request may take, answer included.
    pub fn request_timeout(&self) -> Duration {
        self.transport().limits.request_timeout
    }

    /// What this client has done so far.
    pub fn stats(&self) -> Stats {
        self.transport().counters.snapshot()
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.0.transport
    }

    /// A path of this edition's platform API.
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
            let sign_in = connect::myself(self.transport(), self.edition());
            // On the heap, since every request has the room for it.
            Box::pin(self.transport().pulse.doubt(sign_in)).await?;
        }
        match answer {
            // Jira accepts the credentials, so one of its nodes, or a cache in front of it, answered anonymously.
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
