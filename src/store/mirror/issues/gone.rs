//! Marks issues as gone, in chunks.

use app::model::DeletionKind;
use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::losses;
use crate::store::mirror::stale;
use crate::store::{
    IssueId, Mirror, ProjectId, SiteId, StoreError,
    database::sql,
    runs::{RunHandle, retry_on_deadlock},
};

/// Ids per statement, so that its text stays small.
const CHUNK: usize = 500;

impl Mirror<'_> {
    /// Marks issues with their comments and worklogs as gone. Returns how many were not marked yet.
    pub async fn mark_gone(
        &self,
        run: &RunHandle,
        kind: DeletionKind,
        ids: &[IssueId],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        self.mark_parts(run, None, kind, ids, now).await
    }

    /// Marks issues of one project in the same way, and adds those that were not marked yet to its loss.
    pub async fn mark_lost(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        kind: DeletionKind,
        ids: &[IssueId],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        self.mark_parts(run, Some(project_id), kind, ids, now).await
    }

    async fn mark_parts(
        &self,
        run: &RunHandle,
        lost_by: Option<ProjectId>,
        kind: DeletionKind,
        ids: &[IssueId],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        let mut marked = 0;
        for ids in ids.chunks(CHUNK).map(sql::id_list) {
            marked += retry_on_deadlock(|| async {
                let tx = database.begin_as(run).await?;
                let marked = mark(&tx, site_id, kind, &ids, now).await?;
                if kind == DeletionKind::Deleted {
                    forget_references(&tx, site_id, &ids).await?;
                }
                if let Some(project_id) = lost_by {
                    losses::add(&tx, site_id, project_id, marked, now).await?;
                }
                tx.commit().await?;
                Ok(marked)
            })
            .await?;
        }
        Ok(marked)
    }

    /// Marks all issues of a project as gone. Returns how many were not marked yet.
    pub async fn mark_project_gone(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        kind: DeletionKind,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        // If the project comes back, all its issues must be read again, although none of them changed.
        let forget = "delete from project_sync_state where site_id = $1 and project_id = $2";
        let tx = database.begin_as(run).await?;
        sql::execute(&tx, forget, [site_id.into(), project_id.into()]).await?;
        tx.commit().await?;
        let next = format!(
            "select id from issues where site_id = $1 and project_id = $2 and deletion_kind is distinct from $3
                 and deletion_kind is distinct from 'deleted' order by id limit {CHUNK}"
        );
        let mut marked = 0;
        loop {
            let values = [site_id.into(), project_id.into(), kind.as_str().into()];
            let ids: Vec<IssueId> = sql::column(database.connection(), &next, values).await?;
            if ids.is_empty() {
                return Ok(marked);
            }
            let tx = database.begin_as(run).await?;
            marked += mark(&tx, site_id, kind, &sql::id_list(&ids), now).await?;
            tx.commit().await?;
        }
    }
}

/// Marks the issues of a list of ids. A deleted issue stays marked as deleted, whatever happens to its project.
async fn mark(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    kind: DeletionKind,
    ids: &str,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    for table in ["comments", "worklogs"] {
        let children = format!(
            "update {table} set deleted_at = $1 where site_id = $2 and deleted_at is null and issue_id in ({ids})"
        );
        sql::execute(tx, &children, [now.into(), site_id.into()]).await?;
    }
    let issues = format!(
        "update issues set deleted_at = coalesce(deleted_at, $1), deletion_kind = $2
         where site_id = $3 and deletion_kind is distinct from $2
           and deletion_kind is distinct from 'deleted' and id in ({ids})"
    );
    sql::execute(tx, &issues, [now.into(), kind.as_str().into(), site_id.into()]).await
}

/// Removes references to deleted issues: Jira takes them out of other issues' links, parents and epics without changing
/// their `updated`.
async fn forget_references(tx: &DatabaseTransaction, site_id: SiteId, ids: &str) -> Result<(), StoreError> {
    let linked =
        format!("in (select issue_id from issue_links where site_id = $1 and linked_issue_id in ({ids}))");
    stale::mark(tx, site_id, &linked).await?;
    for statement in [
        format!("delete from issue_links where site_id = $1 and linked_issue_id in ({ids})"),
        format!(
            "update issues set parent_id = null, parent_key = null, stale = true
             where site_id = $1 and parent_id in ({ids})"
        ),
        format!(
            "update issues set stale = true where site_id = $1 and parent_id is null and parent_key in
                 (select key from issue_keys where site_id = $1 and issue_id in ({ids}))"
        ),
    ] {
        sql::execute(tx, &statement, [site_id.into()]).await?;
    }
    Ok(())
}
