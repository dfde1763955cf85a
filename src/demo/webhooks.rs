//! Webhooks of the sample site: every change of an issue is posted, in order, signed as Jira signs.

use axum::http::header::CONTENT_TYPE;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

use super::site::{IssueEvent, Site};

/// Where to post, and what to sign with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The whole address.
    pub url: String,
    /// As an administrator enters it in Jira.
    pub secret: String,
}

/// Posts all changes from now on, for as long as the site lives. `base` is the site's own address. What is not
/// taken is not posted again: webhooks are lossy.
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
