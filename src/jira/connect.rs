//! Connecting: which edition, and are we who we think we are.

use app::model::Edition;
use std::time::Duration;

use super::{
    api::identity::{self, ServerInfo},
    client::{Account, Client},
    error::{JiraError, NetworkFault},
    site::{SiteConfig, api_root, edition_of},
    transport::{SERVER_INFO, Transport, limits::Limits, reach::Reach, request::Request},
    wire::{self, Reader, document},
};

impl Client {
    /// Asks `serverInfo` for the edition (its `deploymentType`, never the address) and `myself` for the
    /// account. Only `myself` proves the credentials: Cloud serves a rejected token as anonymous elsewhere.
    ///
    /// Sign-ins that fail lock accounts, so that at most one request of a call is refused: `serverInfo` is asked
    /// without the credentials.
    pub async fn connect(site: SiteConfig, limits: Limits) -> Result<Self, JiraError> {
        let transport = Transport::new(&site, limits)?;
        let limit = transport.limits.sign_in.timeout;
        let (info, edition, account) = tokio::time::timeout(limit, sign_in(&transport, site.edition_hint))
            .await
            .unwrap_or_else(|_| Err(no_sign_in(limit)))?;
        Ok(Self::new(transport, edition, account, info))
    }

    /// Proves once more that Jira still takes us for the same account, before absence is believed.
    pub async fn verify_account(&self) -> Result<(), JiraError> {
        let account = myself(self.transport(), self.edition()).await?;
        if account.id == self.account().id {
            return Ok(());
        }
        let detail = format!("the account is now {}, and was {}", account.id, self.account().id);
        Err(JiraError::Auth { detail })
    }
}

async fn sign_in(
    transport: &Transport,
    hint: Option<Edition>,
) -> Result<(ServerInfo, Edition, Account), JiraError> {
    let (info, edition) = server_info(transport, hint).await?;
    let edition = match edition {
        Some(edition) => edition,
        // Version 3 exists on Cloud alone; what refuses the credentials does so there too, and ends it.
        None => match myself(transport, Edition::Cloud).await {
            Err(JiraError::NotFound { .. } | JiraError::Protocol { .. }) => Edition::DataCenter,
            answer => return answer.map(|account| (info, Edition::Cloud, account)),
        },
    };
    Ok((info, edition, myself(transport, edition).await?))
}

/// What the site says of itself, and which edition it is. None: it says so only to those who are signed in, and nothing
/// else is known of it.
async fn server_info(
    transport: &Transport,
    hint: Option<Edition>,
) -> Result<(ServerInfo, Option<Edition>), JiraError> {
    let request = Request::get(Reach::SignIn, SERVER_INFO).anonymous();
    match transport.fetch(&request, identity::server_info).await {
        Ok(info) => {
            let edition = match &info.deployment_type {
                Some(text) => edition_of(text),
                // Old servers do not say.
                None => hint.unwrap_or(Edition::DataCenter),
            };
            Ok((info, Some(edition)))
        }
        Err(
            JiraError::Forbidden { .. }
            | JiraError::NotFound { .. }
            | JiraError::BadRequest { .. }
            | JiraError::Protocol { .. },
        ) => Ok((ServerInfo::default(), hint)),
        Err(error) => Err(error),
    }
}

pub(super) async fn myself(transport: &Transport, edition: Edition) -> Result<Account, JiraError> {
    let request = Request::get(Reach::SignIn, format!("{}/myself", api_root(edition)));
    match transport.fetch(&request, account).await {
        Err(JiraError::Forbidden { status, detail, .. }) => {
            Err(JiraError::Auth { detail: format!("status {status}, {detail}") })
        }
        answer => answer,
    }
}

fn no_sign_in(limit: Duration) -> JiraError {
    JiraError::Network {
        request: "Signing in".to_owned(),
        attempts: 1,
        fault: NetworkFault::Silent,
        detail: format!("it took longer than {} s", limit.as_secs_f64()),
    }
}

fn account(body: &[u8]) -> Result<Account, String> {
    let mut warnings = Vec::new();
    let user: Option<wire::User> = Reader::new(document::object(body)?.value, "myself", &mut warnings).read();
    let user = user.ok_or("myself names no account")?;
    Ok(Account {
        display_name: user.display_name.unwrap_or_else(|| user.key.clone()),
        id: user.key,
        time_zone: user.time_zone,
    })
}
