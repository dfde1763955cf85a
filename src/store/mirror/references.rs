//! Parents and linked issues that the mirror knows otherwise than the issues that name them.
//!
//! Jira leaves an issue's `updated` alone when its parent or a linked issue is deleted or gets another key. That is
//! followed where it is found, which leaves two cases: nobody finds it for an issue that is not stored, and a document
//! that was fetched before may be stored after.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::{cursors, stale};
use crate::store::{Database, StoreError, runs::RunHandle, sql};

/// Up to when the issues are looked through that name one which is not stored.
const CURSOR: &str = "references";

/// What names an issue: the table, the issue that names, the id and the key of the one that is named.
const NAMED: [(&str, &str, &str, &str); 2] = [
    ("issues", "id", "parent_id", "parent_key"),
    ("issue_links", "issue_id", "linked_issue_id", "linked_issue_key"),
];

/// Longer than a document waits to be stored, in seconds.
const IN_FLIGHT: u32 = 3600;

impl Database {
    /// Marks the issues whose parent or link leads to an issue that is deleted or has another key, if they may have been
    /// fetched before, and those that lead to an issue that is not stored: it may be gone, or out of the account's
    /// sight. Of the latter only those that were written since [`Self::settle_references`].
    pub async fn mark_doubtful_references(&self, run: &RunHandle, site_id: i64) -> Result<(), StoreError> {
        let seconds = |from: &str| sql::seconds_between(self.connection(), from, "n.synced_at");
        let since = self.read_until(site_id, CURSOR).await?.unwrap_or(DateTime::UNIX_EPOCH);
        for (table, by, id, key) in NAMED {
            let query = format!(
                "select distinct n.id from {table} r
                 join issues n on n.site_id = r.site_id and n.id = r.{by}
                 left join issues i on i.site_id = r.site_id and i.id = r.{id}
                 where r.site_id = $1 and r.{id} is not null and (
                     (i.id is null and n.synced_at >= $3)
                     or (i.deletion_kind = 'deleted' and {} < {IN_FLIGHT})
                     or (i.key is distinct from r.{key} and {} < {IN_FLIGHT}))",
                seconds("i.deleted_at"),
                seconds("i.synced_at"),
            );
            stale::mark_each(self, run, site_id, &query, &[since.into()]).await?;
        }
        Ok(())
    }

    /// Keeps that all issues that were marked have been read again by now.
    pub async fn settle_references(
        &self,
        run: &RunHandle,
        site_id: i64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let tx = self.begin_as(run).await?;
        cursors::keep(&tx, site_id, CURSOR, now).await?;
        tx.commit().await
    }
}

/// Marks the issues that name these ones.
pub(super) async fn mark_naming(
    tx: &DatabaseTransaction,
    site_id: i64,
    ids: &[i64],
) -> Result<(), StoreError> {
    let ids = sql::id_list(ids);
    for (table, by, id, _) in NAMED {
        let naming = format!("in (select {by} from {table} where site_id = $1 and {id} in ({ids}))");
        stale::mark(tx, site_id, &naming).await?;
    }
    Ok(())
}
