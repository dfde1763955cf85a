//! Which Jira to talk to, and as whom.

use std::path::PathBuf;

use app::model::Edition;
use secrecy::SecretString;
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

/// What `serverInfo.deploymentType` says; anything but `Cloud` is a Server or Data Center.
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
