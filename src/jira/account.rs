//! The account that a client is signed in as.

use app::model::Edition;

use super::{
    error::JiraError,
    site::api_root,
    transport::{Transport, reach::Reach, request::Request},
    wire::{Reader, User, document},
};

/// An account of a Jira site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `accountId` on Cloud, the user key on Data Center.
    pub id: String,
    /// The name people see.
    pub display_name: String,
}

/// The account that the credentials belong to. No other request proves them: with a rejected token, Cloud treats some
/// requests as anonymous.
pub(super) async fn myself(transport: &Transport, edition: Edition) -> Result<Account, JiraError> {
    let request = Request::get(Reach::SignIn, format!("{}/myself", api_root(edition)));
    match transport.fetch(&request, account).await {
        Err(JiraError::Forbidden { status, detail, .. }) => {
            Err(JiraError::Auth { detail: format!("status {status}, {detail}") })
        }
        answer => answer,
    }
}

fn account(body: &[u8]) -> Result<Account, String> {
    let mut warnings = Vec::new();
    let user: Option<User> = Reader::new(document::object(body)?.value, "myself", &mut warnings).read();
    let user = user.ok_or("myself names no account")?;
    Ok(Account { display_name: user.display_name.unwrap_or_else(|| user.key.clone()), id: user.key })
}
