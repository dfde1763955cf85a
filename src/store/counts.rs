use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use super::{SiteId, Sites, StoreError, database::sql};

/// How old counts may be. Counting a million rows takes a moment, and every open page asks for them.
const MAX_AGE: TimeDelta = TimeDelta::seconds(5);

/// How long storing fresh counts may take, for example while SQLite's writer is busy. They are returned in any case.
const STORE_TIMEOUT: Duration = Duration::from_secs(1);

/// How much of a site is mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SiteCount {
    pub site_id: SiteId,
    /// Projects that still exist in Jira.
    pub projects: i64,
    /// Issues that still exist in Jira.
    pub issues: i64,
    pub counted_at: DateTime<Utc>,
}

impl Sites<'_> {
    /// How many projects and issues of each site are mirrored, counted at most a few seconds ago by any server. A site
    /// without rows may be missing.
    pub async fn counts(&self) -> Result<Vec<SiteCount>, StoreError> {
        let now = self.database.now().await?;
        let known: Vec<SiteCount> =
            sql::rows(self.database.connection(), "select * from site_counts", []).await?;
        let is_fresh = |count: &SiteCount| (now - count.counted_at).abs() < MAX_AGE;
        if !known.is_empty() && known.iter().all(is_fresh) {
            return Ok(known);
        }
        let counts = self.count(now).await?;
        // Pages show the counts even while the database cannot be written.
        match tokio::time::timeout(STORE_TIMEOUT, self.store_counts(&counts)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "the counts are not shared with other servers"),
            Err(_) => tracing::debug!("the database is busy; the counts are not shared with other servers"),
        }
        Ok(counts)
    }

    async fn count(&self, now: DateTime<Utc>) -> Result<Vec<SiteCount>, StoreError> {
        sql::rows(
            self.database.connection(),
            "select site_id, cast(sum(projects) as bigint) as projects, cast(sum(issues) as bigint) as issues,
                 $1 as counted_at
             from (
                 select site_id, count(*) as projects, 0 as issues
                 from projects where deleted_at is null group by site_id
                 union all
                 select site_id, 0, count(*) from issues where deleted_at is null group by site_id
             ) as counted
             group by site_id",
            [now.into()],
        )
        .await
    }

    async fn store_counts(&self, counts: &[SiteCount]) -> Result<(), StoreError> {
        let tx = self.database.begin_urgent().await?;
        sql::execute(&tx, "delete from site_counts", []).await?;
        for count in counts {
            let insert = "insert into site_counts (site_id, projects, issues, counted_at)
                 values ($1, $2, $3, $4) on conflict do nothing";
            let SiteCount { site_id, projects, issues, counted_at } = *count;
            sql::execute(&tx, insert, [site_id.into(), projects.into(), issues.into(), counted_at.into()])
                .await?;
        }
        tx.commit().await
    }
}
