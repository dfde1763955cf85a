//! Erases people at an operator's request, and prevents later syncs from storing their names again.
//!
//! Name, e-mail address, time zone and account type are removed from every row that has them. The id stays, so that
//! totals by person remain right, and so do texts that people wrote.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Map, Value};

use crate::store::mirror::tables::person_id::person_id;
use crate::store::mirror::tables::{
    issue_rows::IssueRows,
    rows::{ChangelogItemRow, UserRow},
    upsert::{OnConflict, upsert},
};
use crate::store::{Mirror, SiteId, StoreError, database::sql};

/// Rows per transaction.
const CHUNK: usize = 500;

/// Documents per transaction; one may have many kilobytes.
const DOCUMENTS: usize = 20;

/// What was erased of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Whether the site knows the person.
    pub known: bool,
    /// How many field changes named the person.
    pub changes: u64,
    /// How many issues named the person in custom fields.
    pub issues: u64,
    /// How many quarantined documents named the person.
    pub documents: u64,
}

impl Mirror<'_> {
    /// Erases a person from a site's rows. Syncs store the person without a name from now on.
    pub async fn erase_person(&self, user_id: &str) -> Result<Erased, StoreError> {
        let Self { database, site_id } = *self;
        let key = || [site_id.into(), user_id.into()];
        let known = "select id from users where site_id = $1 and id = $2";
        if sql::value::<String>(database.connection(), known, key()).await?.is_none() {
            return Ok(Erased::default());
        }
        let tx = database.begin_write().await?;
        let keep = "insert into erased_people (site_id, user_id, erased_at) values ($1, $2, $3) on conflict do nothing";
        let now = sql::now(&tx).await?;
        sql::execute(&tx, keep, key().into_iter().chain([now.into()])).await?;
        upsert(&tx, vec![UserRow::unknown(site_id, user_id.to_owned())], OnConflict::Overwrite).await?;
        tx.commit().await?;
        let who = HashSet::from([user_id.to_owned()]);
        Ok(Erased {
            known: true,
            changes: self.erase_in_changes(user_id, &who).await?,
            issues: self.erase_in_custom_fields(user_id, &who).await?,
            documents: self.erase_in_quarantine(&who).await?,
        })
    }

    async fn erase_in_changes(&self, user_id: &str, who: &HashSet<String>) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        let naming = "select * from changelog_items where site_id = $1
                      and (from_value like $2 escape '!' or to_value like $2 escape '!')";
        let pattern = format!("%{}%", sql::like_escaped(user_id));
        let found: Vec<ChangelogItemRow> =
            sql::rows(database.connection(), naming, [site_id.into(), pattern.into()]).await?;
        let erase = |mut row: ChangelogItemRow| erase_in_change(&mut row, who).then_some(row);
        let rows: Vec<ChangelogItemRow> = found.into_iter().filter_map(erase).collect();
        for rows in rows.chunks(CHUNK) {
            let tx = database.begin_write().await?;
            upsert(&tx, rows.to_vec(), OnConflict::Overwrite).await?;
            tx.commit().await?;
        }
        Ok(rows.len() as u64)
    }

    async fn erase_in_custom_fields(&self, user_id: &str, who: &HashSet<String>) -> Result<u64, StoreError> {
        let naming = "select cast(i.id as text) as key, i.custom_fields as document from issues i
                      join issue_people p on p.site_id = i.site_id and p.issue_id = i.id
                      where p.site_id = $1 and p.user_id = $2";
        let update = "update issues set custom_fields = $3 where site_id = $1 and id = cast($2 as bigint)";
        let named = [self.site_id.into(), user_id.into()];
        self.erase_in_documents(naming, &named, update, who).await
    }

    async fn erase_in_quarantine(&self, who: &HashSet<String>) -> Result<u64, StoreError> {
        let all = "select document_key as key, document from quarantined_issues where site_id = $1";
        let update = "update quarantined_issues set document = $3 where site_id = $1 and document_key = $2";
        self.erase_in_documents(all, &[self.site_id.into()], update, who).await
    }

    /// Erases people in the documents that a query returns with their keys, and stores the rest with `update`. Returns
    /// how many documents named one of them.
    async fn erase_in_documents(
        &self,
        query: &str,
        values: &[sea_orm::Value],
        update: &str,
        who: &HashSet<String>,
    ) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        #[derive(FromQueryResult)]
        struct Document {
            key: String,
            document: Value,
        }
        let mut found: Vec<Document> =
            sql::rows(database.connection(), query, values.iter().cloned()).await?;
        found.retain_mut(|entry| erase_in(&mut entry.document, who));
        for documents in found.chunks(DOCUMENTS) {
            let tx = database.begin_write().await?;
            for Document { key, document } in documents {
                let values = [site_id.into(), key.clone().into(), document.clone().into()];
                sql::execute(&tx, update, values).await?;
            }
            tx.commit().await?;
        }
        Ok(found.len() as u64)
    }
}

/// The ids of a site's erased people.
pub(in crate::store::mirror) async fn erased_people(
    connection: &impl ConnectionTrait,
    site_id: SiteId,
) -> Result<HashSet<String>, StoreError> {
    let query = "select user_id from erased_people where site_id = $1";
    Ok(sql::column(connection, query, [site_id.into()]).await?.into_iter().collect())
}

/// Erases these people in the rows of an issue that is about to be stored.
pub(in crate::store::mirror) fn erase_in_rows(rows: &mut IssueRows, who: &HashSet<String>) {
    rows.changelog_items.iter_mut().for_each(|row| {
        erase_in_change(row, who);
    });
    erase_in(&mut rows.issue.custom_fields, who);
}

/// Jira's history names people by id in the value and by name in the text, several of them separated by commas.
fn erase_in_change(row: &mut ChangelogItemRow, who: &HashSet<String>) -> bool {
    let names = |value: &Option<String>| {
        value.as_deref().is_some_and(|value| {
            value.split([',', '[', ']', ' ']).any(|id| who.contains(id)) || who.contains(value)
        })
    };
    let mut erased = false;
    for (value, text) in [(&row.from_value, &mut row.from_text), (&row.to_value, &mut row.to_text)] {
        erased |= names(value) && text.take().is_some();
    }
    erased
}

/// Leaves only the id in each object of these people. Returns whether there was anything else.
pub(in crate::store::mirror) fn erase_in(value: &mut Value, who: &HashSet<String>) -> bool {
    let mut erased = false;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => match person_id(members).filter(|id| who.contains(*id)) {
                Some(id) => {
                    let id = id.to_owned();
                    erased |= keep_only_id(members, &id);
                }
                None => open.extend(members.values_mut()),
            },
            _ => {}
        }
    }
    erased
}

/// Keeps only the first member that is the id. Returns whether there were others.
fn keep_only_id(members: &mut Map<String, Value>, id: &str) -> bool {
    let before = members.len();
    let kept =
        ["accountId", "key", "name"].into_iter().find(|name| members.get(*name).is_some_and(|v| v == id));
    members.retain(|name, _| Some(name.as_str()) == kept);
    members.len() < before
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_id_of_an_erased_person_is_left_in_a_document() {
        let who = HashSet::from(["ann".to_owned(), "bob".to_owned()]);
        let mut document = json!({
            "a": {"accountId": "ann", "displayName": "Ann", "emailAddress": "ann@example.com"},
            "b": [{"key": "bob", "name": "b", "displayName": "Bob"}, {"accountId": "cid", "displayName": "Cid"}],
            "c": {"deep": [{"name": "ann", "displayName": "Ann"}]},
            "d": {"name": "ann", "value": "no person"},
        });
        assert!(erase_in(&mut document, &who));
        let left = json!({
            "a": {"accountId": "ann"},
            "b": [{"key": "bob"}, {"accountId": "cid", "displayName": "Cid"}],
            "c": {"deep": [{"name": "ann"}]},
            "d": {"name": "ann", "value": "no person"},
        });
        assert_eq!(document, left);
        assert!(!erase_in(&mut document, &who), "once");
    }
}
