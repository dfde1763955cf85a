//! The settings of a Jira site.

use std::path::PathBuf;

use app::model::Edition;
use secrecy::SecretString;
use url::Url;

/// One configured Jira site.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// The configured name; unique among the sites.
    pub name: String,
    /// The address of Jira, with its context path if it has one (`https://example.com/jira`).
    pub base_url: Url,
    /// File of certificates that are trusted in addition to the system's, PEM or DER.
    pub ca_file: Option<PathBuf>,
    /// How to sign in.
    pub auth: Auth,
    /// Used only if the site does not report its edition.
    pub edition_hint: Option<Edition>,
    /// Whether it is to be synced.
    pub enabled: bool,
    /// The secret that its webhooks are signed with; `None` = webhooks are refused.
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

/// The edition named by `serverInfo.deploymentType`; anything but `Cloud` is Server or Data Center.
pub(super) fn edition_of(deployment_type: &str) -> Edition {
    if deployment_type.eq_ignore_ascii_case("cloud") { Edition::Cloud } else { Edition::DataCenter }
}

/// The root of the platform API.
pub(super) fn api_root(edition: Edition) -> &'static str {
    match edition {
        Edition::Cloud => "rest/api/3",
        Edition::DataCenter => "rest/api/2",
    }
}
