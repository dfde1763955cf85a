use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use crate::store::{Database, StoreError, sql};

/// A site as the store knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteRow {
    pub id: i64,
    pub name: String,
    pub base_url: String,
    pub edition: Option<String>,
    pub enabled: bool,
    /// None before the first contact.
    pub connected: Option<bool>,
    pub error_message: Option<String>,
    pub last_contact_at: Option<DateTime<Utc>>,
    pub last_synced_at: Option<DateTime<Utc>>,
}

/// What a contact with a site told.
#[derive(Clone, Debug, PartialEq)]
pub enum SiteContact {
    /// It answered and knows us; with its edition.
    Connected { edition: String },
    /// Why not.
    Failed { error_message: String },
}

impl Database {
    /// Makes the stored sites those of the settings: `(name, base_url, enabled)`. A site that is no longer named
    /// keeps its rows and is disabled. Returns the named sites in the order given.
    pub async fn register_sites(&self, sites: &[(String, String, bool)]) -> Result<Vec<SiteRow>, StoreError> {
        let tx = self.begin_urgent().await?;
        let backend = tx.get_database_backend();
        let names: Vec<Value> = sites.iter().map(|site| site.0.clone().into()).collect();
        let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let others =
            if names.is_empty() { String::new() } else { format!(" and name not in ({})", places.join(",")) };
        let sql = format!("update sites set enabled = false where enabled = true{others}");
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, names)).await?;
        for (name, base_url, enabled) in sites {
            let sql = "insert into sites (name, base_url, enabled) values ($1, $2, $3) on conflict (name) do update \
                       set base_url = excluded.base_url, enabled = excluded.enabled \
                       where (sites.base_url, sites.enabled) is distinct from (excluded.base_url, excluded.enabled)";
            let values = [name.clone().into(), base_url.clone().into(), (*enabled).into()];
            tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        }
        tx.commit().await?;
        let stored = self.sites().await?;
        Ok(sites.iter().filter_map(|site| stored.iter().find(|row| row.name == site.0).cloned()).collect())
    }

    /// Every site there is or was, by name.
    pub async fn sites(&self) -> Result<Vec<SiteRow>, StoreError> {
        let backend = self.connection().get_database_backend();
        let statement = Statement::from_string(backend, "select * from sites order by name");
        self.connection().query_all_raw(statement).await?.iter().map(read).collect()
    }

    /// Keeps what a contact told, for the status pages, which never ask Jira.
    pub async fn note_contact(
        &self,
        site_id: i64,
        contact: SiteContact,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (connected, edition, error) = match contact {
            SiteContact::Connected { edition } => (true, Some(edition), None),
            SiteContact::Failed { error_message } => (false, None, Some(error_message)),
        };
        let sql = "update sites set connected = $1, edition = coalesce($2, edition), error_message = $3, \
                   last_contact_at = $4 where id = $5";
        self.execute(sql, [connected.into(), edition.into(), error.into(), now.into(), site_id.into()]).await
    }

    /// Notes that all of a site's projects were synced.
    pub async fn note_site_synced(&self, site_id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.execute("update sites set last_synced_at = $1 where id = $2", [now.into(), site_id.into()]).await
    }

    async fn execute<const N: usize>(&self, statement: &str, values: [Value; N]) -> Result<(), StoreError> {
        let tx = self.begin_urgent().await?;
        sql::execute(&tx, statement, values).await?;
        tx.commit().await
    }
}

fn read(row: &QueryResult) -> Result<SiteRow, StoreError> {
    Ok(SiteRow {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        base_url: row.try_get("", "base_url")?,
        edition: row.try_get("", "edition")?,
        enabled: row.try_get("", "enabled")?,
        connected: row.try_get("", "connected")?,
        error_message: row.try_get("", "error_message")?,
        last_contact_at: row.try_get("", "last_contact_at")?,
        last_synced_at: row.try_get("", "last_synced_at")?,
    })
}
