//! What the integration tests share.

pub(crate) mod app;
pub(crate) mod control;
pub(crate) mod database;
pub(crate) mod fake_services;
pub(crate) mod http_server;
pub(crate) mod limit;
pub(crate) mod nginx;
pub(crate) mod odd_json;
pub(crate) mod order;
pub(crate) mod postgres;
pub(crate) mod shared;

use jira_sync::jira::site::{Auth, SiteConfig};

/// A site with the credentials of the sample Jira.
pub(crate) fn site(name: &str, base_url: &str, token: &str) -> SiteConfig {
    SiteConfig {
        name: name.to_owned(),
        base_url: base_url.parse().unwrap(),
        auth: Auth::Basic { user: "demo@example.com".to_owned(), secret: token.to_owned().into() },
        edition_hint: None,
        webhook_secret: None,
        ca_file: None,
        enabled: true,
    }
}

/// A client for requests to a server that a test started.
pub(crate) fn http_client() -> reqwest::Client {
    // An error only means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
