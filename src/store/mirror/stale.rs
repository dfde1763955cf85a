//! Marks issues to be read again although Jira left their `updated` alone: their documents repeat names, keys or links
//! of something that changed.

use sea_orm::{DatabaseTransaction, Value};

use crate::store::{IssueId, Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// Issues per transaction that marks them, so that it stays small.
const CHUNK: usize = 500;

impl Mirror<'_> {
    /// The issues of a site that are to be read again, by id.
    pub async fn stale_issues(&self) -> Result<Vec<IssueId>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select id from issues where site_id = $1 and stale and deleted_at is null order by id";
        sql::column(database.connection(), query, [site_id.into()]).await
    }

    /// Clears the mark of issues that were requested, whether or not Jira showed them.
    pub async fn settle_stale(&self, run: &RunHandle, ids: &[IssueId]) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        clear(&tx, site_id, ids).await?;
        tx.commit().await
    }
}

/// Issues that one transaction searches.
const ISSUES_SEARCHED_AT_ONCE: i64 = 5000;

impl Mirror<'_> {
    /// Marks the issues that have a value in one of these custom fields.
    pub async fn mark_having(&self, run: &RunHandle, fields: &[String]) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let has: Vec<String> = (4..fields.len() + 4)
            .map(|place| format!("cast(custom_fields as text) like ${place} escape '!'"))
            .collect();
        let update = format!(
            "update issues set stale = true
             where site_id = $1 and id > $2 and id <= $3 and stale = false and deleted_at is null and ({})",
            has.join(" or ")
        );
        let mut after = 0;
        loop {
            let tx = database.begin_as(run).await?;
            let last = "select max(id) from
                (select id from issues where site_id = $1 and id > $2 order by id limit $3) as part";
            let values = [site_id.into(), after.into(), ISSUES_SEARCHED_AT_ONCE.into()];
            let Some(last) = sql::value::<Option<i64>>(&tx, last, values).await?.flatten() else {
                return Ok(());
            };
            let values = [site_id.into(), after.into(), last.into()];
            let names = fields.iter().map(|field| quoted_pattern(field).into());
            sql::execute(&tx, &update, values.into_iter().chain(names)).await?;
            tx.commit().await?;
            after = last;
        }
    }

    /// Marks the issues that a query returns as `id`, in chunks. In the query `$1` is the site, and `values` start at
    /// `$3`.
    pub(in crate::store::mirror) async fn mark_stale(
        &self,
        run: &RunHandle,
        query: &str,
        values: &[Value],
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let mut last = IssueId(i64::MIN);
        loop {
            let next = format!("select id from ({query}) named where id > $2 order by id limit {CHUNK}");
            let values = [site_id.into(), last.into()].into_iter().chain(values.iter().cloned());
            let ids: Vec<IssueId> = sql::column(database.connection(), &next, values).await?;
            let Some(end) = ids.last() else { return Ok(()) };
            last = *end;
            let tx = database.begin_as(run).await?;
            mark(&tx, site_id, &format!("in ({})", sql::id_list(&ids))).await?;
            tx.commit().await?;
        }
    }
}

/// A pattern of texts that contain `word` in double quotes.
fn quoted_pattern(word: &str) -> String {
    format!("%\"{}\"%", sql::like_escaped(word))
}

/// Marks the issues `which` (a condition on their id). Issues that are gone are read anyway when they come back.
pub(in crate::store::mirror) async fn mark(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    which: &str,
) -> Result<(), StoreError> {
    let statement = format!(
        "update issues set stale = true where site_id = $1 and stale = false and deleted_at is null and id {which}"
    );
    sql::execute(tx, &statement, [site_id.into()]).await?;
    Ok(())
}

/// Clears the mark of issues that were read.
pub(in crate::store::mirror) async fn clear(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    ids: &[IssueId],
) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        let statement = format!(
            "update issues set stale = false where site_id = $1 and stale and id in ({})",
            sql::id_list(ids)
        );
        sql::execute(tx, &statement, [site_id.into()]).await?;
    }
    Ok(())
}
