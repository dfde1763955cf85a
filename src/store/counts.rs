use sea_orm::FromQueryResult;

use super::{SiteId, Sites, StoreError, sql};

/// How much of a site the mirror holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SiteCount {
    pub site_id: SiteId,
    /// Projects that Jira still has.
    pub projects: i64,
    /// Issues that Jira still has.
    pub issues: i64,
}

impl Sites<'_> {
    /// What the mirror holds of each site; a site without rows is left out.
    pub async fn counts(&self) -> Result<Vec<SiteCount>, StoreError> {
        sql::rows(
            self.database.connection(),
            "select site_id, cast(sum(projects) as bigint) as projects, cast(sum(issues) as bigint) as issues
             from (
                 select site_id, count(*) as projects, 0 as issues
                 from projects where deleted_at is null group by site_id
                 union all
                 select site_id, 0, count(*) from issues where deleted_at is null group by site_id
             ) as counted
             group by site_id",
            [],
        )
        .await
    }
}
