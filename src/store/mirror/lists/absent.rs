//! Stored rows of lists that Jira no longer lists.

use std::{collections::HashSet, hash::Hash};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};

use crate::store::mirror::tables::upsert::Row;
use crate::store::mirror::tables::{
    known::{Known, Scope},
    listed::{Listed, Repeats},
};
use crate::store::{Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// Rows per statement.
const CHUNK: usize = 200;

/// Stored rows that Jira no longer lists, and that are not marked as gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absent(Vec<AbsentRows>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct AbsentRows {
    table: &'static str,
    ids: Vec<String>,
    /// Which tables refer to them.
    repeats: Vec<Repeats>,
}

impl Absent {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::store::mirror) async fn add<R, I>(
        &mut self,
        connection: &impl ConnectionTrait,
        site_id: SiteId,
        known: &Known<R>,
    ) -> Result<(), StoreError>
    where
        R: Listed + Row<Key = (SiteId, I)>,
        I: ToString + Hash + Eq,
    {
        let within = match &known.scope {
            Scope::Nothing => return Ok(()),
            Scope::Of { owners, .. } if owners.is_empty() => return Ok(()),
            Scope::Everything => String::new(),
            Scope::Of { column, owners } => {
                let owners: Vec<i64> = owners.iter().copied().collect();
                format!("and {column} in ({})", sql::id_list(&owners))
            }
        };
        let query = format!(
            "select cast(id as text) from {} where site_id = $1 and deleted_at is null {within}",
            R::TABLE
        );
        let mut ids: Vec<String> = sql::column(connection, &query, [site_id.into()]).await?;
        let listed: HashSet<String> = known.rows.iter().map(|row| row.key().1.to_string()).collect();
        ids.retain(|id| !listed.contains(id));
        if !ids.is_empty() {
            self.0.push(AbsentRows { table: R::TABLE, ids, repeats: R::repeats() });
        }
        Ok(())
    }

    /// Sets `deleted_at`.
    pub(in crate::store::mirror) async fn mark(
        self,
        tx: &DatabaseTransaction,
        site_id: SiteId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for AbsentRows { table, ids, .. } in self.0 {
            for ids in ids.chunks(CHUNK) {
                let update = format!(
                    "update {table} set deleted_at = $1 where site_id = $2 and cast(id as text) in ({})",
                    sql::placeholders(3, ids.len())
                );
                let fixed: [Value; 2] = [now.into(), site_id.into()];
                let values = fixed.into_iter().chain(ids.iter().map(|id| id.clone().into()));
                sql::execute(tx, &update, values).await?;
            }
        }
        Ok(())
    }
}

impl Mirror<'_> {
    /// Sets `deleted_at` of rows of reference tables that Jira no longer lists, after issues that refer to them are
    /// marked to be read again: those now have another value, or none.
    pub async fn mark_absent(
        &self,
        run: &RunHandle,
        absent: Absent,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        for rows in &absent.0 {
            for ids in rows.ids.chunks(CHUNK) {
                let ids: Vec<Value> = ids.iter().map(|id| id.clone().into()).collect();
                for Repeats { table, issue, by } in &rows.repeats {
                    let having = format!(
                        "select distinct {issue} as id from {table}
                         where site_id = $1 and cast({by} as text) in ({})",
                        sql::placeholders(3, ids.len())
                    );
                    self.mark_stale(run, &having, &ids).await?;
                }
            }
        }
        for rows in absent.0 {
            let tx = database.begin_as(run).await?;
            Absent(vec![rows]).mark(&tx, site_id, now).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
