//! Compares a list with its stored rows. Only changes are written, after the values that issues repeat.

use std::{collections::HashMap, hash::Hash};

use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::absent::Absent;
use crate::store::mirror::tables::upsert::{OnConflict, Row, upsert};
use crate::store::mirror::tables::{
    known::Known,
    listed::{Change, Listed},
};
use crate::store::{Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// Rows per transaction, so that it stays small however long the list is.
const CHUNK: usize = 1000;

impl Mirror<'_> {
    /// Writes the changed rows of a list, in chunks, and adds the rows that the list no longer contains to `absent`.
    pub(in crate::store::mirror) async fn refresh_list<R, I>(
        &self,
        run: &RunHandle,
        compare_all: bool,
        list: Known<R>,
        absent: &mut Absent,
    ) -> Result<(), StoreError>
    where
        R: Listed + Row<Key = (SiteId, I)> + FromQueryResult + PartialEq + Clone,
        I: Clone + ToString + Hash + Eq + Into<Value>,
    {
        let Self { database, site_id } = *self;
        absent.add(database.connection(), site_id, &list).await?;
        let mut rows = compare(database.connection(), site_id, list.rows).await?;
        if !compare_all {
            rows.retain(Change::differs);
        }
        self.follow(run, &rows).await?;
        rows.retain(Change::differs);
        let rows: Vec<R> = rows.into_iter().map(|change| change.now).collect();
        for part in rows.chunks(CHUNK) {
            let tx = database.begin_as(run).await?;
            upsert(&tx, part.to_vec(), OnConflict::Overwrite).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The rows of a list with their stored versions. Rows with the same id are joined.
async fn compare<R, I>(
    connection: &impl ConnectionTrait,
    site_id: SiteId,
    list: Vec<R>,
) -> Result<Vec<Change<R>>, StoreError>
where
    R: Listed + Row<Key = (SiteId, I)> + FromQueryResult,
    I: Clone + Hash + Eq,
{
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let query = format!("select * from {} where site_id = $1", R::TABLE);
    let stored: Vec<R> = sql::rows(connection, &query, [site_id.into()]).await?;
    let mut stored: HashMap<I, R> = stored.into_iter().map(|row| (row.key().1, row)).collect();
    let mut places: HashMap<I, usize> = HashMap::with_capacity(list.len());
    let mut rows: Vec<Change<R>> = Vec::with_capacity(list.len());
    for now in list {
        let id = now.key().1;
        match places.get(&id) {
            Some(place) => rows[*place].now.join(now),
            None => {
                places.insert(id.clone(), rows.len());
                rows.push(Change { was: stored.remove(&id), now });
            }
        }
    }
    Ok(rows)
}
