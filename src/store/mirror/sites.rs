pub(super) mod cursors;
pub(super) mod pauses;
pub(super) mod recognition;
pub(super) mod registry;

use app::model::{Doubt, Edition, ProblemKind};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use crate::store::{Mirror, SiteId, Sites, StoreError, Stored, database::sql, runs::RunHandle};

/// A site of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSetting {
    /// Unique among the settings.
    pub name: String,
    /// Without a trailing slash.
    pub base_url: String,
    pub enabled: bool,
}

/// A stored site.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct SiteRow {
    pub id: SiteId,
    pub name: String,
    /// The address of the Jira that the mirror was read from, without a trailing slash.
    pub base_url: String,
    pub edition: Option<Stored<Edition>>,
    pub enabled: bool,
    /// None before the first contact.
    pub connected: Option<bool>,
    pub error_message: Option<String>,
    /// The kind of the failure.
    pub problem: Option<Stored<ProblemKind>>,
    pub last_contact_at: Option<DateTime<Utc>>,
    pub last_synced_at: Option<DateTime<Utc>>,
    /// When it was removed from the settings, or its name was given to another Jira. Its rows are not live.
    pub retired_at: Option<DateTime<Utc>>,
    /// What its Jira said about itself when it was last recognised; None before.
    pub identity: Option<Value>,
    /// Why the last run did not trust the site.
    pub doubt: Option<Stored<Doubt>>,
    /// The message about the doubt, with the remedy.
    pub doubt_message: Option<String>,
    /// Whether its mirror has any project.
    pub holds_rows: bool,
}

impl SiteRow {
    /// A site that is not stored yet; its id belongs to no site.
    pub fn unregistered(setting: &SiteSetting) -> Self {
        Self {
            id: SiteId(0),
            name: setting.name.clone(),
            base_url: setting.base_url.clone(),
            edition: None,
            enabled: setting.enabled,
            connected: None,
            error_message: None,
            problem: None,
            last_contact_at: None,
            last_synced_at: None,
            retired_at: None,
            identity: None,
            doubt: None,
            doubt_message: None,
            holds_rows: false,
        }
    }
}

/// The result of a contact with a site.
#[derive(Clone, Debug, PartialEq)]
pub enum SiteContact {
    /// The sign-in succeeded.
    Connected { edition: Edition },
    /// The contact failed.
    Failed { problem: ProblemKind, error_message: String },
}

impl Sites<'_> {
    /// All stored sites by name, including retired ones.
    pub async fn all(&self) -> Result<Vec<SiteRow>, StoreError> {
        sites(self.database.connection()).await
    }
}

impl Mirror<'_> {
    /// Stores the result of a contact, for the status pages, which never call Jira.
    pub async fn note_contact(&self, contact: SiteContact, now: DateTime<Utc>) -> Result<(), StoreError> {
        let site_id = self.site_id;
        let (connected, edition, problem, error) = match contact {
            SiteContact::Connected { edition } => (true, Some(Stored(edition)), None, None),
            SiteContact::Failed { problem, error_message } => {
                (false, None, Some(Stored(problem)), Some(error_message))
            }
        };
        let update = "update sites set connected = $1, edition = coalesce($2, edition), error_message = $3, \
                      last_contact_at = $4, problem = $6 where id = $5";
        let values =
            [connected.into(), edition.into(), error.into(), now.into(), site_id.into(), problem.into()];
        self.execute(update, values).await
    }

    /// Records that all of a site's projects were synced.
    pub async fn note_synced(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let site_id = self.site_id;
        let update = "update sites set last_synced_at = $1 where id = $2";
        self.execute(update, [now.into(), site_id.into()]).await
    }

    /// Stores why a run does not trust a site, with the message; None if it does.
    pub async fn note_doubt(
        &self,
        run: &RunHandle,
        doubt: Option<(Doubt, String)>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let (doubt, message) = doubt.unzip();
        let doubt = doubt.map(Stored);
        let known = "select doubt, doubt_message from sites where id = $1";
        let known: Option<Doubted> = sql::row(database.connection(), known, [site_id.into()]).await?;
        let unchanged = |known: &Doubted| known.doubt == doubt && known.doubt_message == message;
        if known.is_none_or(|known| unchanged(&known)) {
            return Ok(());
        }
        let tx = database.begin_as(run).await?;
        let update = "update sites set doubt = $1, doubt_message = $2 where id = $3";
        sql::execute(&tx, update, [doubt.into(), message.into(), site_id.into()]).await?;
        tx.commit().await
    }

    async fn execute<const N: usize>(
        &self,
        statement: &str,
        values: [sea_orm::Value; N],
    ) -> Result<(), StoreError> {
        let database = self.database;
        let tx = database.begin_urgent().await?;
        sql::execute(&tx, statement, values).await?;
        tx.commit().await
    }
}

#[derive(FromQueryResult)]
struct Doubted {
    doubt: Option<Stored<Doubt>>,
    doubt_message: Option<String>,
}

pub(super) async fn sites(connection: &impl ConnectionTrait) -> Result<Vec<SiteRow>, StoreError> {
    let query = "select s.*, exists (select 1 from projects p where p.site_id = s.id) as holds_rows
                 from sites s order by name";
    sql::rows(connection, query, []).await
}
