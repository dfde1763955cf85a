use serde::{Deserialize, Serialize};

use super::named::named;
use crate::text::counted;

/// Why a site or a project could not be synced, by what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Jira does not accept the credentials.
    CredentialsRejected,
    /// The account lacks a permission, or its token a scope.
    AccessDenied,
    /// Jira does not have it, or does not show it to the account.
    NotFound,
    /// Something other than Jira responds at the address.
    NotJira,
    /// No connection could be made.
    Unreachable,
    /// No response, or not in time.
    NotResponding,
    /// The site's certificate is not accepted.
    Certificate,
    /// The proxy refuses the request.
    Proxy,
    /// Jira limits the rate of requests.
    RateLimited,
    /// Jira has an internal error, or its responses make no sense.
    JiraFailing,
    /// The settings of the site cannot be used.
    InvalidSettings,
    /// So much is gone that somebody has to confirm the deletion.
    HeldBack,
    /// Issues are quarantined.
    Quarantined,
    Other,
}

named!(ProblemKind {
    CredentialsRejected => "credentials_rejected",
    AccessDenied => "access_denied",
    NotFound => "not_found",
    NotJira => "not_jira",
    Unreachable => "unreachable",
    NotResponding => "not_responding",
    Certificate => "certificate",
    Proxy => "proxy",
    RateLimited => "rate_limited",
    JiraFailing => "jira_failing",
    InvalidSettings => "invalid_settings",
    HeldBack => "held_back",
    Quarantined => "quarantined",
    Other => "other",
});

impl ProblemKind {
    /// Whether the data is complete apart from what a person has to decide or what is retried.
    pub fn is_partial(self) -> bool {
        matches!(self, Self::HeldBack | Self::Quarantined)
    }

    /// What happened to `what`, a site or projects of a site.
    fn title(self, what: &str) -> String {
        match self {
            Self::CredentialsRejected => format!("Jira rejected the API token for {what}"),
            Self::AccessDenied => format!("No access to {what}"),
            Self::NotFound => format!("Jira returned 404 for {what}"),
            Self::NotJira => format!("The URL of {what} is not a Jira site"),
            Self::Unreachable => format!("Could not connect to {what}"),
            Self::NotResponding => format!("No response from Jira for {what}"),
            Self::Certificate => format!("The certificate of {what} is not accepted"),
            Self::Proxy => format!("The proxy refused the connection to {what}"),
            Self::RateLimited => format!("Jira is rate-limiting requests for {what}"),
            Self::JiraFailing => format!("Jira returned an error for {what}"),
            Self::InvalidSettings => format!("Invalid settings for {what}"),
            Self::HeldBack => format!("Deletions held back in {what}"),
            Self::Quarantined => format!("Issues are quarantined in {what}"),
            Self::Other => format!("Could not sync {what}"),
        }
    }

    /// The one thing to do.
    fn remedy(self) -> &'static str {
        match self {
            Self::CredentialsRejected => {
                "Check the user name and the token, and create a new token if it has expired. Restart jira-sync after \
                 changing variables."
            }
            Self::AccessDenied => {
                "Grant the sync account Browse Projects, or exclude the project. A token with scopes also needs the right scopes."
            }
            Self::NotFound => "Check that it still exists and that the sync account may see it.",
            Self::NotJira => {
                "Correct the URL: use the address of Jira itself, not of a login page or a proxy. If Jira is down for \
                 maintenance, the next sync tries again."
            }
            Self::Unreachable => "Check the URL, the network and the proxy. The next sync tries again.",
            Self::NotResponding => "Check that Jira is running. The next sync tries again.",
            Self::Certificate => "Renew the certificate, or set ca_file if your company's CA issued it.",
            Self::Proxy => "Set the proxy's user name and password, or add the host to NO_PROXY.",
            Self::RateLimited => "The next sync continues. If it happens often, lower max_workers.",
            Self::JiraFailing => "The next sync tries again. If it persists, ask Jira's administrator.",
            Self::InvalidSettings => "Correct the setting named in the details.",
            Self::HeldBack => "Review and confirm the deletions.",
            Self::Quarantined => "They are retried automatically.",
            Self::Other => "See the details.",
        }
    }
}

/// What prevents a site or some of its projects from being synced, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SiteProblem {
    pub kind: ProblemKind,
    /// The site's name.
    pub instance: String,
    /// The keys of the projects; empty if it concerns the whole site.
    pub projects: Vec<String>,
    /// What happened, without a full stop.
    pub title: String,
    /// What to do, in one or two sentences.
    pub remedy: String,
    /// The messages as stored, one per line.
    pub detail: String,
}

impl SiteProblem {
    /// The problem of a site, or of projects of a site.
    pub fn new(kind: ProblemKind, instance: &str, projects: Vec<String>, detail: String) -> Self {
        let title = match projects.as_slice() {
            [] => kind.title(instance),
            [project] => kind.title(&format!("{project} ({instance})")),
            several => kind.title(&format!("{} of {instance}", counted(several.len() as u64, "project"))),
        };
        let (instance, remedy) = (instance.to_owned(), kind.remedy().to_owned());
        Self { kind, instance, projects, title, remedy, detail }
    }

    /// Title and remedy as sentences.
    pub fn reason(&self) -> String {
        format!("{}. {}", self.title, self.remedy)
    }
}
