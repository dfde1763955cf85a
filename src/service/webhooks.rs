use std::sync::Arc;

use app::{
    error::ApiError,
    model::Acknowledgement,
    service::{Principal, SignedBody, WebhookService},
};
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use super::failure;
use crate::{
    jira::webhook::{WebhookEvent, verify_signature},
    store::{Database, IssueId, JiraId},
    sync::SyncEngine,
};

/// Jira webhooks: the issues that they name are put on a list, which the heartbeat processes.
pub(super) struct Webhooks {
    database: Database,
    engine: Arc<SyncEngine>,
}

impl Webhooks {
    pub(super) fn new(database: Database, engine: Arc<SyncEngine>) -> Self {
        Self { database, engine }
    }

    /// The secret that signs the site's webhooks.
    ///
    /// # Errors
    ///
    /// 404 if the site accepts no webhooks.
    fn secret(&self, site: &str) -> Result<SecretString, ApiError> {
        self.engine.site(site).and_then(|config| config.webhook_secret).ok_or_else(|| no_webhooks(site))
    }
}

#[async_trait]
impl WebhookService for Webhooks {
    async fn admit(&self, _: &Principal, site: &str) -> Result<(), ApiError> {
        self.secret(site).map(drop)
    }

    async fn receive(
        &self,
        _: &Principal,
        site: &str,
        signed: SignedBody<'_>,
    ) -> Result<Acknowledgement, ApiError> {
        let secret = self.secret(site)?;
        let signature = signed.signature.unwrap_or_default();
        if !verify_signature(signed.body, signature, secret.expose_secret()) {
            tracing::warn!(site, "refused a webhook with a wrong signature");
            return Err(ApiError::unauthorized(
                "X-Hub-Signature is missing or not that of this body. Give the webhook in Jira the same secret as \
                 webhook_secret of the site.",
            ));
        }
        let event = WebhookEvent::parse(signed.body)
            .map_err(|error| ApiError::bad_request(format!("The body is not JSON: {error}.")))?;
        let site_id = self.engine.site_id(site).await.map_err(failure::store)?;
        let site_id = site_id.ok_or_else(|| no_webhooks(site))?;
        let ids: Vec<IssueId> = event.issues.iter().map(|id| IssueId::of_jira(*id)).collect();
        self.database.mirror(site_id).enqueue_refetch(&ids, event.deleted).await.map_err(failure::store)?;
        let message = match ids.len() {
            0 => format!("{} names no issue; the next sync finds what changed.", event.name),
            1 => "The issue will be fetched within seconds.".to_owned(),
            issues => format!("{issues} issues will be fetched within seconds."),
        };
        Ok(Acknowledgement::done(message))
    }
}

fn no_webhooks(site: &str) -> ApiError {
    ApiError::not_found(format!(
        "There is no enabled site {site} that accepts webhooks. Set its webhook_secret, and use its name in the URL."
    ))
}
