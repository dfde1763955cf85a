//! Which Jira to talk to, and as whom.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

/// One configured Jira site.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// The name people gave it; unique among the sites.
    pub name: String,
    /// Where Jira answers, with its context path if it has one (`https://example.com/jira`).
    pub base_url: Url,
    /// Certificates that are trusted besides the system's, PEM or DER.
    pub ca_file: Option<PathBuf>,
    /// How to sign in.
    pub auth: Auth,
    /// Used only when the site does not say itself which edition it is.
    pub edition_hint: Option<Edition>,
    /// Whether it is to be synced.
    pub enabled: bool,
    /// What its webhooks are signed with; None: it takes none.
    pub webhook_secret: Option<SecretString>,
}

/// How requests sign in.
#[derive(Clone, Debug)]
pub enum Auth {
    /// Cloud: e-mail and API token; Data Center: user name and password.
    Basic {
        /// The e-mail or the user name.
        user: String,
        /// The API token or the password.
        secret: SecretString,
    },
    /// Data Center: a personal access token; Cloud: a service account's token.
    Bearer(SecretString),
}

/// The two kinds of Jira, which differ in paths, paging and the form of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Jira Cloud, `/rest/api/3`.
    Cloud,
    /// Jira Server and Data Center, `/rest/api/2`.
    DataCenter,
}

impl Edition {
    /// What `serverInfo.deploymentType` says; anything but `Cloud` is a Server or Data Center.
    pub fn from_deployment_type(text: &str) -> Self {
        if text.eq_ignore_ascii_case("cloud") { Self::Cloud } else { Self::DataCenter }
    }

    /// The edition of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Cloud, Self::DataCenter].into_iter().find(|edition| edition.as_str() == name)
    }

    /// The name used in settings, tables and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cloud => "cloud",
            Self::DataCenter => "datacenter",
        }
    }

    /// The root of the platform API.
    pub(crate) fn api(self) -> &'static str {
        match self {
            Self::Cloud => "rest/api/3",
            Self::DataCenter => "rest/api/2",
        }
    }
}
