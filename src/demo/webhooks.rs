//! Webhooks of the sample site: posts every change of an issue, in order, with Jira's signature.

use axum::http::header::CONTENT_TYPE;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

use super::site::{IssueEvent, Site};

/// A registered webhook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The complete address to post to.
    pub url: String,
    /// The secret to sign with.
    pub secret: String,
}

/// Posts all changes from now on, as long as the site exists. `base` is the site's own address. Failed posts are not
/// repeated: webhooks are lossy.
pub(super) fn deliver(site: &Site, base: String, hook: Webhook) {
    let mut events = site.watch();
    tokio::spawn(async move {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::new();
        while let Some(event) = events.recv().await {
            let body = payload(&base, &event).to_string();
            let post = http
                .post(&hook.url)
                .header(CONTENT_TYPE, "application/json")
                .header("X-Hub-Signature", signature(&body, &hook.secret))
                .body(body);
            match post.send().await {
                Ok(answer) => {
                    tracing::debug!(status = %answer.status(), event = event.name, "webhook posted")
                }
                Err(error) => tracing::warn!(%error, event = event.name, "webhook not posted"),
            }
        }
    });
}

fn payload(base: &str, event: &IssueEvent) -> Value {
    let id = event.issue_id.to_string();
    json!({
        "timestamp": event.at,
        "webhookEvent": event.name,
        "issue": {"id": id, "self": format!("{base}/rest/api/2/issue/{id}"), "key": event.key},
    })
}

fn signature(body: &str, secret: &str) -> String {
    let digest = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mut mac| {
        mac.update(body.as_bytes());
        mac.finalize().into_bytes()
    });
    format!("sha256={}", digest.map(hex::encode).unwrap_or_default())
}
