//! Errors of Jira, classified by what can be done about them.

mod body;
mod problem;

use std::time::Duration;

use chrono::{DateTime, Utc};

pub(crate) use body::{is_jira_format, messages};

/// A request that failed for good. The message names the cause and the remedy, and never a secret.
///
/// `request` is the method and the path (`GET rest/api/3/myself`), without the query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JiraError {
    /// Jira does not accept the credentials, or treats the request as anonymous. Affects the whole site.
    #[error(
        "Jira does not accept the credentials: {detail}. Check the user name and the token of this site; \
         create a new token if it was revoked or has expired"
    )]
    Auth {
        /// How Jira reported the rejection.
        detail: String,
    },
    /// The account lacks the permission, or its token lacks the scope.
    #[error(
        "Jira denied access ({status}) to {request}: {detail}. Grant the sync account the permission, or give its token \
         the scope"
    )]
    Forbidden {
        /// Method and path.
        request: String,
        /// The HTTP status: 401 or 403, or that of a response for anonymous users.
        status: u16,
        /// What Jira said.
        detail: String,
    },
    /// It does not exist, the account may not see it, or this edition of Jira has no such path.
    #[error(
        "Jira returned {status} for {request}: {detail}. It was deleted, or the sync account may not see it"
    )]
    NotFound {
        /// Method and path.
        request: String,
        /// The HTTP status: 404 or 410.
        status: u16,
        /// What Jira said.
        detail: String,
        /// Whether the body is in Jira's own format, and so not from something in between, such as a proxy.
        by_jira: bool,
    },
    /// Neither `serverInfo` nor `myself` exists at the address: something other than Jira responds. Affects the whole site.
    #[error(
        "this address is not a Jira site: {detail}. Check that it is the address of Jira itself and not of a login page \
         or a proxy. If Jira is down for maintenance, the next run tries again"
    )]
    NotJira {
        /// How it responded, without a remedy.
        detail: String,
    },
    /// Jira rejects the request itself; retrying is pointless.
    #[error("Jira rejected {request} ({status}): {}", messages.join("; "))]
    BadRequest {
        /// Method and path.
        request: String,
        /// The HTTP status, 400..=499.
        status: u16,
        /// Jira's reasons; at least one.
        messages: Vec<String>,
    },
    /// Jira still asked to wait when all retries were used up.
    #[error(
        "Jira is rate-limiting requests: it refused {request} in each of {attempts} attempts. \
        Lower max_workers, or raise max_retries or rate_limit_pause"
    )]
    RateLimited {
        /// Method and path.
        request: String,
        /// How often it was tried.
        attempts: u32,
        /// The wait that Jira asked for last.
        asked: Option<Duration>,
    },
    /// Jira asked for a wait too long for a run. Affects the whole site.
    #[error(
        "{reason}. Syncing resumes automatically after {}",
        until.format("%-d %b %Y, %H:%M:%S UTC")
    )]
    Waiting {
        /// When requests continue, by this machine's clock.
        until: DateTime<Utc>,
        /// What Jira asked for, as shown to users.
        reason: String,
    },
    /// The pages of a list repeat or never end.
    #[error(
        "The pages of {request} loop: {what} (after {pages} pages). The next run tries again; if this persists, \
        ask the administrator of the Jira site"
    )]
    Circles {
        /// Method and path.
        request: String,
        /// How many pages were received.
        pages: usize,
        /// How it was noticed.
        what: String,
    },
    /// Jira is down or overloaded, or has an internal error.
    #[error(
        "Jira returned status {status} for {request} ({attempts} attempts): {detail}. \
        The next run tries again; if this persists, ask the administrator of the Jira site"
    )]
    Unavailable {
        /// Method and path.
        request: String,
        /// The HTTP status, 500..=599.
        status: u16,
        /// How often it was tried.
        attempts: u32,
        /// What Jira said.
        detail: String,
    },
    /// The response exceeds [`Limits::max_body`](super::Limits::max_response_bytes). Requests for several issues are first split.
    #[error(
        "the response to {request} is larger than the limit of {} MiB. Shorten its content in Jira",
        limit / (1024 * 1024)
    )]
    TooLarge {
        /// Method and path.
        request: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// The response is not what Jira's API specifies, even after retries.
    #[error(
        "unexpected response to {request} ({attempts} attempts): {detail}. \
        Check that the address is that of Jira itself and not of a login page or a proxy"
    )]
    Protocol {
        /// Method and path.
        request: String,
        /// How often it was tried.
        attempts: u32,
        /// What is wrong with it.
        detail: String,
    },
    /// No response at all.
    #[error("{request} failed ({attempts} attempts): {fault}: {detail}. {}", fault.remedy())]
    Network {
        /// Method and path.
        request: String,
        /// How often it was tried.
        attempts: u32,
        /// The kind of fault.
        fault: NetworkFault,
        /// The cause, as reported by the network layer.
        detail: String,
    },
    /// The proxy requires a user name and a password, or refuses those it was sent. Affects the whole site.
    #[error(
        "the proxy {proxy} refuses requests without the right user name and password (407). Set them in {variable} \
         (http://USER:PASSWORD@HOST:PORT), or add the host of the site to NO_PROXY if it needs no proxy"
    )]
    Proxy {
        /// Its address, and the variable that names it.
        proxy: String,
        /// The variable.
        variable: &'static str,
    },
    /// The site's certificate is not accepted. Affects the whole site.
    #[error("the certificate of {host} is not accepted: {reason}")]
    Certificate {
        /// The host in the site's address.
        host: String,
        /// What is wrong with it, and the remedy.
        reason: String,
    },
    /// The settings of the site cannot be used.
    #[error("{0}")]
    Settings(String),
}

/// The kinds of network faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
    /// No complete response in time.
    #[error("timeout")]
    Timeout,
    /// No connection could be made.
    #[error("no connection")]
    Connect,
    /// The connection was lost.
    #[error("connection lost")]
    Broken,
    /// The site has stopped responding to any request.
    #[error("the site does not respond")]
    Silent,
}

impl NetworkFault {
    fn remedy(self) -> &'static str {
        match self {
            Self::Timeout => "Jira is slow or overloaded; the next run tries again",
            Self::Connect => "Check the address of the site, the network, and proxy settings",
            Self::Broken => "Check the network between here and Jira",
            Self::Silent => "Check that Jira is running and reachable",
        }
    }
}

impl JiraError {
    /// Whether every other request to the site would fail as well.
    pub fn concerns_whole_site(&self) -> bool {
        match self {
            Self::Auth { .. }
            | Self::Settings(_)
            | Self::NotJira { .. }
            | Self::Waiting { .. }
            | Self::Proxy { .. }
            | Self::Certificate { .. } => true,
            Self::Network { fault, .. } => matches!(fault, NetworkFault::Connect | NetworkFault::Silent),
            _ => false,
        }
    }

    /// Whether one of the requested issues alone may be the cause.
    pub fn may_be_caused_by_one_issue(&self) -> bool {
        !self.concerns_whole_site() && !matches!(self, Self::RateLimited { .. })
    }

    /// Whether a single issue on a page of a listing may be the cause. If the pages of a listing loop, no issue is.
    pub fn may_be_caused_by_one_listed_issue(&self) -> bool {
        self.may_be_caused_by_one_issue() && !matches!(self, Self::Circles { .. })
    }

    /// Whether a request for fewer issues is likely to succeed: the response was too large or took too long.
    pub fn is_about_size(&self) -> bool {
        self.is_late() || matches!(self, Self::TooLarge { .. })
    }

    /// Whether the response did not arrive in time, so that the request took the longest time allowed.
    pub fn is_late(&self) -> bool {
        matches!(
            self,
            Self::Network { fault: NetworkFault::Timeout, .. } | Self::Unavailable { status: 504, .. }
        )
    }
}

/// `None` if Jira does not have what was requested, or hides it. A 404 that does not come from Jira itself proves
/// neither, and is a protocol error.
pub(super) fn if_shown<T>(answer: Result<T, JiraError>) -> Result<Option<T>, JiraError> {
    match answer {
        Err(JiraError::NotFound { by_jira: true, .. }) => Ok(None),
        Err(JiraError::NotFound { request, detail, .. }) => {
            let detail = format!("404, but not from Jira: {detail}");
            Err(JiraError::Protocol { request, attempts: 1, detail })
        }
        answer => answer.map(Some),
    }
}
