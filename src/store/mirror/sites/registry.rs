//! Matches the sites of the settings with stored sites.
//!
//! Invariant: a row never passes from one Jira to another. A site is found by name, and by address if the name is
//! unknown. The engine then checks whether its Jira is the one that the rows are from.

use app::model::Doubt;
use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::Value;

use super::{SiteRow, SiteSetting, sites};
use crate::store::{Kind, Mirror, SiteId, Sites, StoreError, Stored, database::sql, runs::RunHandle};

/// Another Jira was found at the row's address.
const ANOTHER_JIRA: Stored<Doubt> = Stored(Doubt::AnotherJira);

/// What happens to stored sites that are not in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// They stay: a command has only the sites it was given.
    Stay,
    /// They are retired: the server has all sites.
    Retire,
}

/// The row of each setting, if it has one yet.
pub fn bind<'a>(stored: &'a [SiteRow], settings: &[SiteSetting]) -> Vec<Option<&'a SiteRow>> {
    let of_name = |name: &str| stored.iter().find(|row| row.name == name);
    let mut taken: Vec<SiteId> =
        settings.iter().filter_map(|setting| of_name(&setting.name)).map(|row| row.id).collect();
    let mut row_of = |setting: &SiteSetting| {
        let of_address = |row: &&SiteRow| {
            row.base_url == setting.base_url && row.doubt != Some(ANOTHER_JIRA) && !taken.contains(&row.id)
        };
        let found = of_name(&setting.name).or_else(|| {
            // Sites in use take precedence over retired ones, and later sites over earlier ones.
            stored.iter().filter(of_address).max_by_key(|row| (row.retired_at.is_none(), row.id))
        });
        taken.extend(found.map(|row| row.id));
        found
    };
    settings.iter().map(&mut row_of).collect()
}

/// A change that brings the stored sites in line with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Insert(SiteSetting),
    /// The row gets the setting's name, address and `enabled`, and is in use.
    Update(SiteId, SiteSetting),
    Retire(SiteId),
}

fn changes(stored: &[SiteRow], settings: &[SiteSetting], others: Others) -> Vec<Change> {
    let rows = bind(stored, settings);
    let mut changes = Vec::new();
    for (row, setting) in rows.iter().zip(settings) {
        let Some(row) = row else {
            changes.push(Change::Insert(setting.clone()));
            continue;
        };
        // Rows only get another address once it is proven to be the same Jira.
        let base_url = if row.holds_rows { &row.base_url } else { &setting.base_url };
        let wanted = SiteSetting { base_url: base_url.clone(), ..setting.clone() };
        let is = SiteSetting { name: row.name.clone(), base_url: row.base_url.clone(), enabled: row.enabled };
        if is != wanted || row.retired_at.is_some() {
            changes.push(Change::Update(row.id, wanted));
        }
    }
    if others == Others::Retire {
        let kept: Vec<SiteId> = rows.iter().flatten().map(|row| row.id).collect();
        let left = stored.iter().filter(|row| !kept.contains(&row.id) && row.retired_at.is_none());
        changes.extend(left.map(|row| Change::Retire(row.id)));
    }
    changes
}

/// The row of `settings` that names the list of sites that counts.
const CURRENT_LIST: &str = "sites_in_charge";

impl Sites<'_> {
    /// Makes the list of sites named by `token` the current one, until another list takes its place.
    pub async fn set_current_list(&self, token: &str) -> Result<(), StoreError> {
        self.database.settings().save(CURRENT_LIST, &token.into()).await
    }

    /// Whether the list of sites named by `token` is the one that counts.
    pub async fn is_current_list(&self, token: &str) -> Result<bool, StoreError> {
        Ok(self.database.settings().get(CURRENT_LIST).await? == Some(token.into()))
    }

    /// Registers the sites of the settings. Returns their rows in the order of `settings`. Writes nothing if nothing
    /// has changed.
    pub async fn register(
        &self,
        settings: &[SiteSetting],
        others: Others,
    ) -> Result<Vec<SiteRow>, StoreError> {
        if !changes(&self.all().await?, settings, others).is_empty() {
            let tx = self.database.begin_urgent().await?;
            if self.database.kind() == Kind::Postgres {
                // Replicas that start together take turns.
                sql::execute(&tx, "lock table sites in share row exclusive mode", []).await?;
            }
            let now = sql::now(&tx).await?;
            for change in changes(&sites(&tx).await?, settings, others) {
                apply(&tx, change, now).await?;
            }
            tx.commit().await?;
        }
        let stored = self.all().await?;
        Ok(bind(&stored, settings).into_iter().flatten().cloned().collect())
    }

    /// Assigns to the site the rows of another one that proved to be the same Jira; its own row, which has none, is deleted.
    pub async fn adopt(
        &self,
        run: &RunHandle,
        empty_id: SiteId,
        into_id: SiteId,
        setting: &SiteSetting,
    ) -> Result<(), StoreError> {
        let tx = self.database.begin_as(run).await?;
        for table in ["refetches", "site_cursors", "site_pauses"] {
            sql::execute(&tx, &format!("delete from {table} where site_id = $1"), [empty_id.into()]).await?;
        }
        sql::execute(&tx, "delete from sites where id = $1", [empty_id.into()]).await?;
        let now = sql::now(&tx).await?;
        apply(&tx, Change::Update(into_id, setting.clone()), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Retires the site's row under a new name, since the name belongs to another Jira from now on. With `displaced`,
    /// the other Jira is at the row's own address.
    pub async fn retire(&self, run: &RunHandle, site: &SiteRow, displaced: bool) -> Result<(), StoreError> {
        let tx = self.database.begin_as(run).await?;
        let now = sql::now(&tx).await?;
        let mut name = format!("{} (until {})", site.name, now.format("%Y-%m-%d %H:%M:%S"));
        let taken: Option<i64> =
            sql::value(&tx, "select id from sites where name = $1", [name.clone().into()]).await?;
        if taken.is_some() {
            name += &format!(" #{}", site.id);
        }
        let doubt = displaced.then_some(ANOTHER_JIRA);
        let update = "update sites set name = $1, doubt = $2, doubt_message = null, error_message = null
                      where id = $3";
        sql::execute(&tx, update, [name.into(), doubt.into(), site.id.into()]).await?;
        apply(&tx, Change::Retire(site.id), now).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl Mirror<'_> {
    /// Records that the Jira at this address is the one that the site's rows are from, and what it says about itself.
    pub async fn note_identity(
        &self,
        run: &RunHandle,
        base_url: &str,
        identity: Value,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let update = "update sites set base_url = $1, identity = $2 where id = $3";
        sql::execute(&tx, update, [base_url.into(), identity.into(), site_id.into()]).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn apply(tx: &DatabaseTransaction, change: Change, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (statement, values) = match change {
        Change::Insert(SiteSetting { name, base_url, enabled }) => (
            "insert into sites (name, base_url, enabled) values ($1, $2, $3)",
            vec![name.into(), base_url.into(), enabled.into()],
        ),
        Change::Update(id, SiteSetting { name, base_url, enabled }) => (
            "update sites set name = $1, base_url = $2, enabled = $3, retired_at = null where id = $4",
            vec![name.into(), base_url.into(), enabled.into(), id.into()],
        ),
        Change::Retire(id) => {
            ("update sites set enabled = false, retired_at = $1 where id = $2", vec![now.into(), id.into()])
        }
    };
    sql::execute(tx, statement, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
