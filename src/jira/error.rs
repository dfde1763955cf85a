//! What can go wrong with Jira, classed by what one can do about it.

mod body;

use std::time::Duration;

use chrono::{DateTime, Utc};

pub(crate) use body::{is_jiras, messages};

/// A request that failed for good. The text names the cause and the remedy, and never a secret.
///
/// `request` is the method and the path (`GET rest/api/3/myself`), without the query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JiraError {
    /// The credentials are not accepted, or Jira takes us for anonymous. Concerns the whole site.
    #[error(
        "Jira does not accept the credentials: {detail}. Check the user name and the token of this site; \
         create a new token if it was revoked or has expired"
    )]
    Auth {
        /// How Jira said so.
        detail: String,
    },
    /// The account is known and may not read this, or its token lacks the scope.
    #[error(
        "Jira denied access ({status}) to {request}: {detail}. Grant the sync account the permission, or its token the \
         scope"
    )]
    Forbidden {
        /// Method and path.
        request: String,
        /// The HTTP status: 401 or 403, or that of an answer meant for anonymous users.
        status: u16,
        /// What Jira said.
        detail: String,
    },
    /// It does not exist, or the account may not see it, or this edition of Jira has no such path.
    #[error("Jira does not know {request}: {detail}. It was deleted, or the sync account may not see it")]
    NotFound {
        /// Method and path.
        request: String,
        /// What Jira said.
        detail: String,
        /// Whether the answer has the form of Jira's own, and not that of something between Jira and us.
        by_jira: bool,
    },
    /// Jira does not accept the request as it is; repeating it is of no use.
    #[error("Jira rejects {request} ({status}): {}", messages.join("; "))]
    BadRequest {
        /// Method and path.
        request: String,
        /// The HTTP status, 400..=499.
        status: u16,
        /// Jira's reasons; at least one.
        messages: Vec<String>,
    },
    /// Jira kept asking to wait until the retries were used up.
    #[error(
        "Jira limits the rate of requests and still did after {attempts} attempts at {request}. \
         Lower max_workers, or raise max_retries or rate_limit_pause"
    )]
    RateLimited {
        /// Method and path.
        request: String,
        /// How often it was tried.
        attempts: u32,
        /// The wait that Jira last asked for.
        asked: Option<Duration>,
    },
    /// Jira asked for a wait that no run sits out. Concerns the whole site.
    #[error(
        "{reason}. Syncing resumes automatically after {}",
        until.format("%-d %b %Y, %H:%M:%S UTC")
    )]
    Waiting {
        /// When requests go on, by this machine's clock.
        until: DateTime<Utc>,
        /// What Jira asked for, in words for people.
        reason: String,
    },
    /// The pages of a list repeat, or never end.
    #[error(
        "Jira's pages go in circles: {request} after {pages} pages: {what}. The next run tries again; if it stays so, \
         ask the administrator of the Jira site"
    )]
    Circles {
        /// Method and path.
        request: String,
        /// How many pages came.
        pages: usize,
        /// What shows it.
        what: String,
    },
    /// Jira is down, overloaded, or failed inside.
    #[error(
        "Jira answered {request} with status {status} ({attempts} attempts): {detail}. \
         The next run tries again; if it stays so, ask the administrator of the Jira site"
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
    /// The answer is larger than this program is willing to hold. Requests for several issues are made smaller first.
    #[error(
        "the answer to {request} is larger than {} MiB, and no more is read at once. Shorten in Jira what it holds",
        limit / (1024 * 1024)
    )]
    TooLarge {
        /// Method and path.
        request: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// The answer is not what Jira's API promises, also after retries.
    #[error(
        "the answer to {request} makes no sense ({attempts} attempts): {detail}. \
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
    /// No answer at all.
    #[error("{request} got no answer ({attempts} attempts): {fault}: {detail}. {}", fault.remedy())]
    Network {
        /// Method and path.
        request: String,
        /// How often it was tried.
        attempts: u32,
        /// The kind of fault.
        fault: NetworkFault,
        /// The cause, as the network layer tells it.
        detail: String,
    },
    /// The proxy on the way asks for user and password. Concerns the whole site.
    #[error(
        "the proxy {proxy} refuses the connection: it asks for user and password (407). Put them before its host in \
         {variable} (http://USER:PASSWORD@HOST:PORT), or name the host of the site in NO_PROXY if no proxy is needed"
    )]
    Proxy {
        /// Its address, and the variable that names it.
        proxy: String,
        /// The variable.
        variable: &'static str,
    },
    /// The site's certificate is not accepted. Concerns the whole site.
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

/// The ways in which the network fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
    /// No whole answer in time.
    #[error("time-out")]
    Timeout,
    /// No connection came about.
    #[error("no connection")]
    Connect,
    /// The connection broke.
    #[error("the connection broke")]
    Broken,
    /// No request of the site is answered any more.
    #[error("the site does not respond")]
    Silent,
}

impl NetworkFault {
    fn remedy(self) -> &'static str {
        match self {
            Self::Timeout => "Jira is slow or overloaded; the next run tries again",
            Self::Connect => "Check the address of the site, the network, and proxy settings",
            Self::Broken => "Check the network between here and Jira",
            Self::Silent => "Check that Jira is up and can be reached",
        }
    }
}

impl JiraError {
    /// Whether every other request of the site would fail likewise.
    pub fn concerns_whole_site(&self) -> bool {
        match self {
            Self::Auth { .. }
            | Self::Settings(_)
            | Self::Waiting { .. }
            | Self::Proxy { .. }
            | Self::Certificate { .. } => true,
            Self::Network { fault, .. } => matches!(fault, NetworkFault::Connect | NetworkFault::Silent),
            _ => false,
        }
    }

    /// Whether a single issue among those asked for may be the reason.
    pub fn may_be_one_issues(&self) -> bool {
        !self.concerns_whole_site() && !matches!(self, Self::RateLimited { .. })
    }

    /// Whether a single issue on the page of a listing may be the reason. A listing that goes in circles is at fault itself.
    pub fn may_be_one_listed(&self) -> bool {
        self.may_be_one_issues() && !matches!(self, Self::Circles { .. })
    }

    /// Whether a request for fewer issues is likely to succeed: the answer was too large, or took too long.
    pub fn is_about_size(&self) -> bool {
        self.is_late() || matches!(self, Self::TooLarge { .. })
    }

    /// Whether no answer came in time, which cost as much time as a request may take.
    pub fn is_late(&self) -> bool {
        matches!(
            self,
            Self::Network { fault: NetworkFault::Timeout, .. } | Self::Unavailable { status: 504, .. }
        )
    }
}

/// None where Jira does not have what was asked for, or does not show it. A 404 that something between Jira and us wrote
/// says nothing about it: an error of another kind.
pub(super) fn if_shown<T>(answer: Result<T, JiraError>) -> Result<Option<T>, JiraError> {
    match answer {
        Err(JiraError::NotFound { by_jira: true, .. }) => Ok(None),
        Err(JiraError::NotFound { request, detail, .. }) => {
            let detail = format!("404, and not in Jira's words: {detail}");
            Err(JiraError::Protocol { request, attempts: 1, detail })
        }
        answer => answer.map(Some),
    }
}
