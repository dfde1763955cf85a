//! What the integration tests share.

pub(crate) mod app;
pub(crate) mod control;
pub(crate) mod database;
pub(crate) mod fake_services;
pub(crate) mod http_server;
pub(crate) mod limit;
pub(crate) mod nginx;
pub(crate) mod odd_json;
pub(crate) mod postgres;
pub(crate) mod shared;

use jira_sync::jira::site::{Auth, SiteConfig};

/// How the sample Jira is signed in to.
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

/// For requests to a server of a test.
pub(crate) fn http_client() -> reqwest::Client {
    // An error only says that a provider is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
