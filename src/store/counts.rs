use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use super::{SiteId, Sites, StoreError, database::sql};

/// How old counts may be. Counting a million rows takes a moment, and every open page asks for them.
const MAX_AGE: TimeDelta = TimeDelta::seconds(5);

/// How long storing fresh counts may take, for example while SQLite's writer is busy.
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
    /// How many projects and issues of each site are mirrored, counted at most a few seconds ago and not before `since` by
    /// any server, and how long this may be shown. A site without rows may be missing. Waits for no writer: fresh counts
    /// are stored afterwards, for the other servers.
    pub async fn counts(
        &self,
        since: Option<DateTime<Utc>>,
    ) -> Result<(Vec<SiteCount>, Duration), StoreError> {
        let now = self.database.now().await?;
        let known: Vec<SiteCount> =
            sql::rows(self.database.connection(), "select * from site_counts", []).await?;
        let oldest = known.iter().map(|count| count.counted_at).min();
        let left = oldest.filter(|at| since.is_none_or(|since| *at > since)).map(|at| at + MAX_AGE - now);
        // Counts from the future date from before the clock was set back.
        if let Some(left) = left.filter(|left| *left > TimeDelta::zero() && *left <= MAX_AGE) {
            return Ok((known, left.to_std().unwrap_or_default()));
        }
        let counts = self.count(now).await?;
        let (database, fresh) = (self.database.clone(), counts.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(STORE_TIMEOUT, database.sites().store_counts(&fresh)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::debug!(%error, "the counts are not shared with other servers"),
                Err(_) => {
                    tracing::debug!("the database is busy; the counts are not shared with other servers");
                }
            }
        });
        Ok((counts, MAX_AGE.to_std().unwrap_or_default()))
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
