//! Removes issues that Jira has deleted, if an operator has set a time for them.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};

use super::page::LISTS;
use crate::store::{IssueId, Issues, SiteId, StoreError, database::sql, runs::retention::SKIP_LOCKED};

/// Issues per transaction; each may have several hundred rows.
const ISSUES_AT_ONCE: usize = 50;

/// The other tables whose rows belong to one issue, by `issue_id`.
const OTHERS: [&str; 8] = [
    "issue_keys",
    "comments",
    "worklogs",
    "changelogs",
    "one_sided_links",
    "remote_links",
    "quarantined_issues",
    "refetches",
];

#[derive(FromQueryResult)]
struct DeletedIssue {
    site_id: SiteId,
    id: IssueId,
}

impl Issues<'_> {
    /// Removes some issues that a sync found deleted before that time, with all their rows. Issues that are archived or
    /// hidden from the account stay. Returns the number of issues; 0 when none are left.
    pub async fn purge_deleted(&self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        let tx = self.database.begin_write().await?;
        let deleted = format!(
            "select site_id, id from issues where deletion_kind = 'deleted' and deleted_at < $1
             order by deleted_at limit {ISSUES_AT_ONCE}"
        );
        let deleted = sql::locking(&tx, &deleted, SKIP_LOCKED);
        let issues: Vec<DeletedIssue> = sql::rows(&tx, &deleted, [before.into()]).await?;
        for DeletedIssue { site_id, id } in &issues {
            let key = || [Value::from(*site_id), Value::from(*id)];
            let items = "delete from changelog_items where site_id = $1
                         and changelog_id in (select id from changelogs where site_id = $1 and issue_id = $2)";
            sql::execute(&tx, items, key()).await?;
            for table in LISTS.iter().chain(&OTHERS) {
                let remove = format!("delete from {table} where site_id = $1 and issue_id = $2");
                sql::execute(&tx, &remove, key()).await?;
            }
            sql::execute(&tx, "delete from issues where site_id = $1 and id = $2", key()).await?;
        }
        tx.commit().await?;
        Ok(issues.len())
    }
}
