//! Connecting: which edition, and are we who we think we are.

use super::client::{Account, Client};
use super::error::JiraError;
use super::limits::Limits;
use super::reach::Reach;
use super::request::Request;
use super::site::{Edition, SiteConfig};
use super::transport::Transport;
use super::wire::{self, Reader, document};

impl Client {
    /// Asks `serverInfo` for the edition (its `deploymentType`, never the address) and `myself` for the
    /// account. Only `myself` proves the credentials: Cloud serves a rejected token as anonymous elsewhere.
    pub async fn connect(site: SiteConfig, limits: Limits) -> Result<Self, JiraError> {
        let transport = Transport::new(&site, limits)?;
        // Version 2 of this path exists on both editions.
        let said =
            transport.fetch(&Request::get(Reach::SignIn, "rest/api/2/serverInfo"), deployment_type).await?;
        let edition = match said {
            Some(text) => Edition::from_deployment_type(&text),
            None => site.edition_hint.unwrap_or(Edition::DataCenter),
        };
        let account = myself(&transport, edition).await?;
        Ok(Self::new(transport, edition, account))
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

async fn myself(transport: &Transport, edition: Edition) -> Result<Account, JiraError> {
    transport.fetch(&Request::get(Reach::SignIn, format!("{}/myself", edition.api())), account).await
}

fn deployment_type(body: &[u8]) -> Result<Option<String>, String> {
    let mut warnings = Vec::new();
    let mut info = Reader::new(document::object(body)?.value, "serverInfo", &mut warnings);
    let deployment_type = info.text("deploymentType");
    if deployment_type.is_none() && info.text("version").is_none() {
        return Err("serverInfo names neither deploymentType nor version".to_owned());
    }
    Ok(deployment_type)
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
