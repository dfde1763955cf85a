//! What a comparison with Jira reads from the mirror.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::mirror::tables::project_state::ProjectState;
use crate::store::{IssueId, Mirror, ProjectId, StoreError, database::sql};

/// A stored issue, as it is compared with Jira.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct StoredIssue {
    pub id: IssueId,
    pub updated_at: Option<DateTime<Utc>>,
    /// Whether it is not marked as gone.
    pub live: bool,
    /// Whether it is marked as gone for a known reason.
    pub settled: bool,
}

/// A project that is no longer in use, and whose issues are not all marked yet.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct UnlistedProject {
    pub id: ProjectId,
    pub key: String,
    pub state: ProjectState,
}

impl Mirror<'_> {
    /// A project's issues by id, including those marked as gone.
    pub async fn stored_issues(&self, project_id: ProjectId) -> Result<Vec<StoredIssue>, StoreError> {
        let Self { database, site_id } = *self;
        // An issue with a former key of the project is outdated, whenever it was read.
        let query = "select i.id, case when coalesce(p.key, i.project_key) = i.project_key then i.updated_at end as updated_at,
                         i.deleted_at is null as live,
                         coalesce(i.deletion_kind, '') not in ('', 'unobserved') as settled
                     from issues i left join projects p on p.site_id = i.site_id and p.id = i.project_id
                     where i.site_id = $1 and i.project_id = $2 order by i.id";
        sql::rows(database.connection(), query, [site_id.into(), project_id.into()]).await
    }

    /// The keys of the stored issues among these.
    pub async fn issue_keys(&self, ids: &[IssueId]) -> Result<Vec<String>, StoreError> {
        let Self { database, site_id } = *self;
        let ids = sql::id_list(ids);
        let query = format!("select key from issues where site_id = $1 and id in ({ids}) order by id");
        sql::column(database.connection(), &query, [site_id.into()]).await
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
