use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::mirror::sites::cursors;
use crate::store::mirror::stale;
use crate::store::{IssueId, Mirror, StoreError, database::sql, runs::RunHandle};

#[derive(FromQueryResult)]
struct Known {
    id: i64,
    issue_id: IssueId,
    updated_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
}

impl Mirror<'_> {
    /// The changed worklogs (id, time) among these whose change is not stored yet.
    pub async fn unknown_worklog_changes(
        &self,
        changes: &[(i64, DateTime<Utc>)],
    ) -> Result<Vec<i64>, StoreError> {
        let ids: Vec<i64> = changes.iter().map(|change| change.0).collect();
        let known = self.known_worklogs(&ids).await?;
        let stored = |(id, at): &(i64, DateTime<Utc>)| {
            known.get(id).is_some_and(|known| known.deleted_at.is_none() && known.updated_at >= Some(*at))
        };
        Ok(changes.iter().filter(|change| !stored(change)).map(|change| change.0).collect())
    }

    /// The issues of these worklogs, for worklogs that are stored and not marked as deleted.
    pub async fn issues_of_worklogs(&self, worklogs: &[i64]) -> Result<Vec<IssueId>, StoreError> {
        let known = self.known_worklogs(worklogs).await?;
        Ok(known.values().filter(|known| known.deleted_at.is_none()).map(|known| known.issue_id).collect())
    }

    /// Marks the issues that a feed named, and stores how far it was read.
    pub async fn note_worklog_feed(
        &self,
        run: &RunHandle,
        feed: &str,
        until: DateTime<Utc>,
        issues: &[IssueId],
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        for ids in issues.chunks(500) {
            let tx = database.begin_as(run).await?;
            stale::mark(&tx, site_id, &format!("in ({})", sql::id_list(ids))).await?;
            tx.commit().await?;
        }
        let tx = database.begin_as(run).await?;
        cursors::keep(&tx, site_id, feed, until).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn known_worklogs(&self, ids: &[i64]) -> Result<HashMap<i64, Known>, StoreError> {
        let Self { database, site_id } = *self;
        let mut all = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            let query = format!(
                "select id, issue_id, updated_at, deleted_at from worklogs where site_id = $1 and id in ({})",
                sql::id_list(ids)
            );
            let rows: Vec<Known> = sql::rows(database.connection(), &query, [site_id.into()]).await?;
            all.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(all)
    }
}
