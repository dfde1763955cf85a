use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{cursors, stale};
use crate::store::{Database, IssueId, SiteId, StoreError, runs::RunHandle, sql};

#[derive(FromQueryResult)]
struct Known {
    id: i64,
    issue_id: IssueId,
    updated_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
}

impl Database {
    /// Of these changed worklogs (id, when), those that are not stored as they are now.
    pub async fn unknown_worklog_changes(
        &self,
        site_id: SiteId,
        changes: &[(i64, DateTime<Utc>)],
    ) -> Result<Vec<i64>, StoreError> {
        let ids: Vec<i64> = changes.iter().map(|change| change.0).collect();
        let known = self.known_worklogs(site_id, &ids).await?;
        let stored = |(id, at): &(i64, DateTime<Utc>)| {
            known.get(id).is_some_and(|known| known.deleted_at.is_none() && known.updated_at >= Some(*at))
        };
        Ok(changes.iter().filter(|change| !stored(change)).map(|change| change.0).collect())
    }

    /// The issues of those of these worklogs that are stored and not marked as deleted.
    pub async fn issues_of_worklogs(
        &self,
        site_id: SiteId,
        worklogs: &[i64],
    ) -> Result<Vec<IssueId>, StoreError> {
        let known = self.known_worklogs(site_id, worklogs).await?;
        Ok(known.values().filter(|known| known.deleted_at.is_none()).map(|known| known.issue_id).collect())
    }

    /// Marks the issues that a feed led to, and keeps how far it is read.
    pub async fn note_worklog_feed(
        &self,
        run: &RunHandle,
        (site_id, feed): (SiteId, &str),
        until: DateTime<Utc>,
        issues: &[IssueId],
    ) -> Result<(), StoreError> {
        for ids in issues.chunks(500) {
            let tx = self.begin_as(run).await?;
            stale::mark(&tx, site_id, &format!("in ({})", sql::id_list(ids))).await?;
            tx.commit().await?;
        }
        let tx = self.begin_as(run).await?;
        cursors::keep(&tx, site_id, feed, until).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn known_worklogs(&self, site_id: SiteId, ids: &[i64]) -> Result<HashMap<i64, Known>, StoreError> {
        let mut all = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            let query = format!(
                "select id, issue_id, updated_at, deleted_at from worklogs where site_id = $1 and id in ({})",
                sql::id_list(ids)
            );
            let rows: Vec<Known> = sql::rows(self.connection(), &query, [site_id.into()]).await?;
            all.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(all)
    }
}
