//! Connecting: detects the edition and proves the credentials.

use app::model::Edition;
use std::time::Duration;

use super::{
    account::{Account, myself},
    client::Client,
    error::{JiraError, NetworkFault},
    server_info::{self, ServerInfo},
    site::{SiteConfig, edition_of},
    transport::{SERVER_INFO, Transport, limits::Limits, reach::Reach, request::Request},
};

impl Client {
    /// Asks `serverInfo` for the edition (by its `deploymentType`, never by the address) and `myself` for the account.
    ///
    /// Failed sign-ins lock accounts. `serverInfo` is therefore requested without the credentials, so that a call fails to
    /// sign in at most once.
    ///
    /// # Errors
    ///
    /// If the settings cannot be used, the site does not respond, or it refuses the credentials.
    pub async fn connect(site: SiteConfig, limits: Limits) -> Result<Self, JiraError> {
        let transport = Transport::new(&site, limits)?;
        let limit = transport.limits.sign_in.timeout;
        let (info, edition, account) = tokio::time::timeout(limit, sign_in(&transport, site.edition_hint))
            .await
            .unwrap_or_else(|_| Err(no_sign_in(limit)))?;
        Ok(Self::new(transport, edition, account, info))
    }

    /// Proves again that the client is signed in as the same account. Without this proof, what Jira does not show may
    /// only be hidden from a different account.
    ///
    /// # Errors
    ///
    /// If the account is a different one, or cannot be read.
    pub async fn verify_account(&self) -> Result<(), JiraError> {
        let account = myself(self.transport(), self.edition()).await?;
        if account.id == self.account().id {
            return Ok(());
        }
        let detail = format!("signed in as {} instead of {}", account.id, self.account().id);
        Err(JiraError::Auth { detail })
    }
}

async fn sign_in(
    transport: &Transport,
    hint: Option<Edition>,
) -> Result<(ServerInfo, Edition, Account), JiraError> {
    let (info, edition, unlike_jira) = server_info(transport, hint).await?;
    let signed_in = sign_in_as(transport, edition).await;
    match (signed_in, unlike_jira) {
        // Some proxies hide `serverInfo` of a real Jira. Only if `myself` is missing as well, something else responds.
        (Err(JiraError::NotFound { .. } | JiraError::Protocol { .. }), Some(detail)) => {
            Err(JiraError::NotJira { detail })
        }
        (signed_in, _) => signed_in.map(|(edition, account)| (info, edition, account)),
    }
}

async fn sign_in_as(
    transport: &Transport,
    edition: Option<Edition>,
) -> Result<(Edition, Account), JiraError> {
    let edition = match edition {
        Some(edition) => edition,
        // Only Cloud has version 3. Refused credentials are reported there as well, and end the sign-in.
        None => match myself(transport, Edition::Cloud).await {
            Err(JiraError::NotFound { .. } | JiraError::Protocol { .. }) => Edition::DataCenter,
            answer => return answer.map(|account| (Edition::Cloud, account)),
        },
    };
    Ok((edition, myself(transport, edition).await?))
}

/// What the site says about itself, and its edition: `None` if the site shows anonymous users nothing and no setting
/// names the edition. With a description of the response if it is not like that of a Jira.
async fn server_info(
    transport: &Transport,
    hint: Option<Edition>,
) -> Result<(ServerInfo, Option<Edition>, Option<String>), JiraError> {
    let request = Request::get(Reach::SignIn, SERVER_INFO).anonymous();
    match transport.fetch(&request, server_info::parse).await {
        Ok(info) => {
            let edition = match &info.deployment_type {
                Some(text) => edition_of(text),
                // Old servers do not send it.
                None => hint.unwrap_or(Edition::DataCenter),
            };
            Ok((info, Some(edition), None))
        }
        Err(JiraError::NotFound { request, status, detail, .. }) => {
            let response = format!("status {status} for {request}: {detail}");
            Ok((ServerInfo::default(), hint, Some(response)))
        }
        Err(JiraError::Protocol { request, attempts, detail }) => {
            let response = format!("unexpected response to {request} ({attempts} attempts): {detail}");
            Ok((ServerInfo::default(), hint, Some(response)))
        }
        Err(JiraError::Forbidden { .. } | JiraError::BadRequest { .. }) => {
            Ok((ServerInfo::default(), hint, None))
        }
        Err(error) => Err(error),
    }
}

fn no_sign_in(limit: Duration) -> JiraError {
    JiraError::Network {
        request: "Signing in".to_owned(),
        attempts: 1,
        fault: NetworkFault::Silent,
        detail: format!("took longer than {} s", limit.as_secs_f64()),
    }
}
