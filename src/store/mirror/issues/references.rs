//! Finds references to parents and linked issues that are stored differently or not at all.
//!
//! Jira leaves an issue's `updated` alone when its parent or a linked issue is deleted or gets another key. The sync
//! that finds the change updates the referring issues. Two cases remain: an issue that is not stored, and a document
//! that was fetched before the change and stored after it.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::store::mirror::sites::cursors;
use crate::store::mirror::stale;
use crate::store::{IssueId, Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// The cursor of this check: the time up to which references to issues that are not stored have been checked.
const CURSOR: &str = "references";

/// How a row `r` of a table refers to another issue.
struct Reference {
    table: &'static str,
    /// The column of the referring issue.
    by: &'static str,
    /// The id of the other issue, as SQL.
    id: &'static str,
    /// The column of its key.
    key: &'static str,
    /// Which rows refer in this way.
    applies: &'static str,
}

/// By id.
const BY_ID: [Reference; 2] = [
    Reference {
        table: "issues",
        by: "id",
        id: "r.parent_id",
        key: "parent_key",
        applies: "r.parent_id is not null",
    },
    Reference {
        table: "issue_links",
        by: "issue_id",
        id: "r.linked_issue_id",
        key: "linked_issue_key",
        applies: "r.linked_issue_id is not null",
    },
];

/// By key alone: epics on Data Center.
const BY_KEY: Reference = Reference {
    table: "issues",
    by: "id",
    id: "(select k.issue_id from issue_keys k where k.site_id = r.site_id and k.key = r.parent_key
          order by k.current desc limit 1)",
    key: "parent_key",
    applies: "r.parent_id is null and r.parent_key is not null",
};

/// An upper limit of the time between fetching and storing a document, in seconds.
const IN_FLIGHT: u32 = 3600;

impl Mirror<'_> {
    /// Marks issues to be read again if they refer to an issue that is not stored, is deleted or has another key.
    ///
    /// A deleted issue or another key counts only if the document may have been fetched before the change. An issue
    /// that is not stored counts only if the document was stored since [`Self::settle_references`]: that issue may be
    /// deleted, or hidden from the account.
    pub async fn mark_doubtful_references(&self, run: &RunHandle) -> Result<(), StoreError> {
        let seconds = |from: &str| sql::seconds_between(self.database.connection(), from, "n.synced_at");
        let since = self.read_until(CURSOR).await?.unwrap_or(DateTime::UNIX_EPOCH);
        for Reference { table, by, id, key, applies } in BY_ID.iter().chain([&BY_KEY]) {
            let query = format!(
                "select distinct n.id from {table} r
                 join issues n on n.site_id = r.site_id and n.id = r.{by}
                 left join issues i on i.site_id = r.site_id and i.id = {id}
                 where r.site_id = $1 and {applies} and (
                     (i.id is null and n.synced_at >= $3)
                     or (i.deletion_kind = 'deleted' and {} < {IN_FLIGHT})
                     or (i.key is distinct from r.{key} and {} < {IN_FLIGHT}))",
                seconds("i.deleted_at"),
                seconds("i.synced_at"),
            );
            self.mark_stale(run, &query, &[since.into()]).await?;
        }
        Ok(())
    }

    /// Records that all marked issues have been read again by now.
    pub async fn settle_references(&self, run: &RunHandle, now: DateTime<Utc>) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        cursors::keep(&tx, site_id, CURSOR, now).await?;
        tx.commit().await
    }
}

/// Marks the issues that refer to these by id.
pub(in crate::store::mirror) async fn mark_naming(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    ids: &[IssueId],
) -> Result<(), StoreError> {
    let ids = sql::id_list(ids);
    for Reference { table, by, id, .. } in &BY_ID {
        let naming = format!("in (select r.{by} from {table} r where r.site_id = $1 and {id} in ({ids}))");
        stale::mark(tx, site_id, &naming).await?;
    }
    Ok(())
}
