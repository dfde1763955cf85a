//! Stores people. Jira shows them in many places and in different forms.
//!
//! The site's list of people takes precedence. What it lacks comes from the issues that show the person (see
//! [`UserRow::learn_shown`]), and what both lack from the leads of projects and components. Issues whose custom fields
//! name a person who changed are read again.

pub(super) mod erasure;

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    people::erasure::erased_people,
    tables::{
        known::{Known, Scope},
        person::{Person, Shown},
        rows::UserRow,
        upsert::{OnConflict, upsert},
    },
};
use crate::store::{IssueId, Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// People per statement.
const CHUNK: usize = 200;

impl Mirror<'_> {
    /// Stores the site's list of people, in chunks.
    pub(super) async fn refresh_people(
        &self,
        run: &RunHandle,
        list: Known<Person>,
    ) -> Result<(), StoreError> {
        let all = list.scope == Scope::Everything;
        let list = merged(list.rows);
        if all {
            self.forget_listed(run, &list).await?;
        }
        self.merge_each(run, list, UserRow::learn_listed).await
    }

    /// Stores the leads of projects and components as their lists show them.
    pub(super) async fn refresh_leads(
        &self,
        run: &RunHandle,
        leads: Known<Person>,
    ) -> Result<(), StoreError> {
        // Some of the lists may show less than all of them: values would change back and forth.
        let all = leads.scope == Scope::Everything;
        self.merge_each(run, merged(leads.rows), |row, said| row.learn_lead(said, all)).await
    }

    async fn merge_each(
        &self,
        run: &RunHandle,
        people: BTreeMap<String, Person>,
        learn: impl Fn(&mut UserRow, &Person) -> bool,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let learn = |id: &String, row: &mut UserRow| people.get(id).is_some_and(|said| learn(row, said));
        let ids: Vec<&String> = people.keys().collect();
        for ids in ids.chunks(CHUNK) {
            let ids = ids_to_update(database.connection(), site_id, ids, learn).await?;
            if !ids.is_empty() {
                let tx = database.begin_as(run).await?;
                learn_about(&tx, site_id, &ids, learn).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Records which people are no longer in the list, and so are known only from issues.
    async fn forget_listed(
        &self,
        run: &RunHandle,
        list: &BTreeMap<String, Person>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let listed = "select id from users where site_id = $1 and listed <> 0 order by id";
        let listed: Vec<String> = sql::column(database.connection(), listed, [site_id.into()]).await?;
        let gone: Vec<String> = listed.into_iter().filter(|id| !list.contains_key(id)).collect();
        for ids in gone.chunks(CHUNK) {
            let tx = database.begin_as(run).await?;
            set(&tx, site_id, "listed = 0", ids).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Marks the issues whose custom fields name a person who changed.
    pub async fn follow_people(&self, run: &RunHandle) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let changed = "select id from users where site_id = $1 and changed order by id";
        let changed: Vec<String> = sql::column(database.connection(), changed, [site_id.into()]).await?;
        for id in changed {
            let naming = "select issue_id as id from issue_people where site_id = $1 and user_id = $3";
            self.mark_stale(run, naming, &[id.clone().into()]).await?;
            let tx = database.begin_as(run).await?;
            set(&tx, site_id, "changed = false", &[id]).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Stores people as the issues of a page show them; `evidence` are the issues that are new or changed.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    people: Vec<Shown>,
    evidence: &HashSet<IssueId>,
) -> Result<(), StoreError> {
    // Ordered by id, so that transactions of several projects never deadlock.
    let mut forms: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for shown in people {
        forms.entry(shown.person.id.clone()).or_default().push(shown);
    }
    let learn = |id: &String, row: &mut UserRow| {
        forms.get(id).is_some_and(|forms| row.learn_shown(forms, |issue| evidence.contains(&issue)))
    };
    let ids: Vec<&String> = forms.keys().collect();
    let ids = ids_to_update(tx, site_id, &ids, learn).await?;
    learn_about(tx, site_id, &ids, learn).await
}

/// Each person once, with everything that the responses show.
fn merged(people: Vec<Person>) -> BTreeMap<String, Person> {
    let mut merged: BTreeMap<String, Person> = BTreeMap::new();
    for person in people {
        let said = merged.remove(&person.id).map_or(person.clone(), |before| before.merge(person));
        merged.insert(said.id.clone(), said);
    }
    merged
}

/// The people whose rows would change. Erased people are left out.
async fn ids_to_update<'a>(
    connection: &impl ConnectionTrait,
    site_id: SiteId,
    ids: &[&'a String],
    learn: impl Fn(&String, &mut UserRow) -> bool,
) -> Result<Vec<&'a String>, StoreError> {
    let known = known(connection, site_id, ids, "").await?;
    let would_change = |id: &&&String| {
        let mut row = known.get(**id).cloned().unwrap_or_else(|| UserRow::unknown(site_id, (**id).clone()));
        learn(id, &mut row);
        known.get(**id) != Some(&row)
    };
    let mut changed: Vec<&String> = ids.iter().filter(would_change).copied().collect();
    if !changed.is_empty() {
        let erased = erased_people(connection, site_id).await?;
        changed.retain(|id| !erased.contains(*id));
    }
    Ok(changed)
}

/// Updates the rows of people, whose `ids` are in order.
///
/// PostgreSQL runs transactions of several projects in parallel, and they may show the same people: each row is locked
/// before it is read, so that no transaction reverts what another wrote.
async fn learn_about(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    ids: &[&String],
    learn: impl Fn(&String, &mut UserRow) -> bool,
) -> Result<(), StoreError> {
    let unknown = ids.iter().map(|id| UserRow::unknown(site_id, (*id).clone())).collect();
    upsert(tx, unknown, OnConflict::Keep).await?;
    let (mut rows, mut changed) = (Vec::new(), Vec::new());
    let mut known = known(tx, site_id, ids, "for update").await?;
    for id in ids {
        let mut row = known.remove(*id).unwrap_or_else(|| UserRow::unknown(site_id, (*id).clone()));
        if learn(id, &mut row) {
            changed.push((*id).clone());
        }
        rows.push(row);
    }
    upsert(tx, rows, OnConflict::Overwrite).await?;
    for ids in changed.chunks(CHUNK) {
        set(tx, site_id, "changed = true", ids).await?;
    }
    Ok(())
}

async fn set(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    assignment: &str,
    ids: &[String],
) -> Result<(), StoreError> {
    let statement = format!(
        "update users set {assignment} where site_id = $1 and id in ({})",
        sql::placeholders(2, ids.len())
    );
    let ids = ids.iter().map(|id| id.clone().into());
    sql::execute(tx, &statement, [site_id.into()].into_iter().chain(ids)).await?;
    Ok(())
}

async fn known(
    connection: &impl ConnectionTrait,
    site_id: SiteId,
    ids: &[&String],
    lock: &str,
) -> Result<HashMap<String, UserRow>, StoreError> {
    let mut all = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let query = format!(
            "select * from users where site_id = $1 and id in ({}) order by id",
            sql::placeholders(2, ids.len())
        );
        let query = sql::locking(connection, &query, lock);
        let ids = ids.iter().map(|id| (*id).clone().into());
        let rows: Vec<UserRow> =
            sql::rows(connection, &query, [site_id.into()].into_iter().chain(ids)).await?;
        all.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    Ok(all)
}
