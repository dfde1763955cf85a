use app::model::DeletionKind;
use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, FromQueryResult};

use super::{project_state::ProjectState, stale};
use crate::store::{
    IssueId, Mirror, ProjectId, SiteId, StoreError,
    runs::{RunHandle, retry_on_deadlock},
    sql,
};

/// Ids a statement names, so that its text stays small.
pub(super) const CHUNK: usize = 500;

/// What the mirror knows of an issue when it is compared with Jira.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct StoredIssue {
    pub id: IssueId,
    pub updated_at: Option<DateTime<Utc>>,
    /// Whether it counts as present.
    pub live: bool,
    /// Whether it is marked as gone for a reason that is known.
    pub settled: bool,
}

/// A project that Jira no longer lists among those in use, and that has issues which are not marked yet.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct UnlistedProject {
    pub id: ProjectId,
    pub key: String,
    pub state: ProjectState,
}

impl Mirror<'_> {
    /// A project's issues, those marked as gone among them, by id.
    pub async fn stored_issues(&self, project_id: ProjectId) -> Result<Vec<StoredIssue>, StoreError> {
        let Self { database, site_id } = *self;
        // One that has the key of the project's earlier name is outdated, whenever it was read.
        let query = "select i.id, case when coalesce(p.key, i.project_key) = i.project_key then i.updated_at end as updated_at,
                         i.deleted_at is null as live,
                         coalesce(i.deletion_kind, '') not in ('', 'unobserved') as settled
                     from issues i left join projects p on p.site_id = i.site_id and p.id = i.project_id
                     where i.site_id = $1 and i.project_id = $2 order by i.id";
        sql::rows(database.connection(), query, [site_id.into(), project_id.into()]).await
    }

    /// The keys of a few issues, as far as they are stored.
    pub async fn issue_keys(&self, ids: &[IssueId]) -> Result<Vec<String>, StoreError> {
        let Self { database, site_id } = *self;
        let ids = sql::id_list(ids);
        let query = format!("select key from issues where site_id = $1 and id in ({ids}) order by id");
        sql::column(database.connection(), &query, [site_id.into()]).await
    }

    /// Marks issues as gone, with their comments and worklogs; gives how many were not marked yet.
    pub async fn mark_gone(
        &self,
        run: &RunHandle,
        kind: DeletionKind,
        ids: &[IssueId],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        let mut marked = 0;
        for ids in ids.chunks(CHUNK) {
            let ids = sql::id_list(ids);
            let which = format!("in ({ids})");
            marked += retry_on_deadlock(|| async {
                let tx = database.begin_as(run).await?;
                let marked = mark(&tx, site_id, kind, &which, now).await?;
                if kind == DeletionKind::Deleted {
                    forget_references(&tx, site_id, &ids).await?;
                }
                tx.commit().await?;
                Ok(marked)
            })
            .await?;
        }
        Ok(marked)
    }

    /// Marks all issues of a project as gone, some at a time; gives how many were not marked yet.
    pub async fn mark_project_gone(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        kind: DeletionKind,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        // Should it come back, all its issues are to be read again, although none of them changed.
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
            marked += mark(&tx, site_id, kind, &format!("in ({})", sql::id_list(&ids)), now).await?;
            tx.commit().await?;
        }
    }

    /// The projects whose issues are to be marked as gone.
    pub async fn unlisted_projects(&self) -> Result<Vec<UnlistedProject>, StoreError> {
        let Self { database, site_id } = *self;
        let query = format!(
            "select id, key, state from projects p
             where site_id = $1 and state <> 'live' and exists (select 1 from issues i
                 where i.site_id = p.site_id and i.project_id = p.id
                   and (i.deletion_kind is null or i.deletion_kind <> {})
                   and (i.deletion_kind is null or i.deletion_kind <> 'deleted'))
             order by id",
            ProjectState::deletion_kind_sql("p.state")
        );
        sql::rows(database.connection(), &query, [site_id.into()]).await
    }
}

/// An issue that was deleted stays so, whatever becomes of its project.
pub(super) async fn mark(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    kind: DeletionKind,
    which: &str,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    for table in ["comments", "worklogs"] {
        let children = format!(
            "update {table} set deleted_at = $1 where site_id = $2 and deleted_at is null and issue_id {which}"
        );
        sql::execute(tx, &children, [now.into(), site_id.into()]).await?;
    }
    let issues = format!(
        "update issues set deleted_at = coalesce(deleted_at, $1), deletion_kind = $2
         where site_id = $3 and deletion_kind is distinct from $2
           and deletion_kind is distinct from 'deleted' and id {which}"
    );
    sql::execute(tx, &issues, [now.into(), kind.as_str().into(), site_id.into()]).await
}

/// Jira takes a deleted issue out of its neighbours' links, parents and epics without touching their `updated`.
pub(super) async fn forget_references(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    ids: &str,
) -> Result<(), StoreError> {
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
