//! Cursors: the time up to which something of a site has been read or checked.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::store::{Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

impl Mirror<'_> {
    /// The time up to which `what` has been read; None before the first time.
    pub async fn read_until(&self, what: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select at_ms from site_cursors where site_id = $1 and feed = $2";
        let at: Option<i64> = sql::value(database.connection(), query, [site_id.into(), what.into()]).await?;
        Ok(at.and_then(DateTime::from_timestamp_millis))
    }

    /// Stores the time up to which `what` has been read.
    pub async fn note_read_until(
        &self,
        run: &RunHandle,
        what: &str,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        keep(&tx, site_id, what, until).await?;
        tx.commit().await
    }
}

pub(in crate::store::mirror) async fn keep(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    what: &str,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    let keep = "insert into site_cursors (site_id, feed, at_ms) values ($1, $2, $3)
                on conflict (site_id, feed) do update set at_ms = excluded.at_ms";
    sql::execute(tx, keep, [site_id.into(), what.into(), until.timestamp_millis().into()]).await?;
    Ok(())
}
