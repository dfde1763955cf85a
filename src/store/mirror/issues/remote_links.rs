use super::{
    quarantine::{self, Quarantined},
    quarantine_key::QuarantineKey,
};
use crate::store::mirror::tables::{
    rows::RemoteLinkRow,
    upsert::{OnConflict, upsert},
};
use crate::store::{IssueId, Mirror, StoreError, database::sql, runs::RunHandle};

/// Ids per statement.
const CHUNK: usize = 500;

impl Mirror<'_> {
    /// The issues among these that are not in the mirror, or are marked as gone.
    pub async fn gone_among(&self, issues: &[IssueId]) -> Result<Vec<IssueId>, StoreError> {
        let Self { database, site_id } = *self;
        let mut gone = Vec::new();
        for part in issues.chunks(CHUNK) {
            let live = format!(
                "select id from issues where site_id = $1 and deleted_at is null and id in ({})",
                sql::id_list(part)
            );
            let live: Vec<IssueId> = sql::column(database.connection(), &live, [site_id.into()]).await?;
            gone.extend(part.iter().filter(|id| !live.contains(id)));
        }
        Ok(gone)
    }

    /// Whether links of this issue are stored.
    pub async fn has_remote_links(&self, issue_id: IssueId) -> Result<bool, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select 1 from remote_links where site_id = $1 and issue_id = $2 limit 1";
        let found: Option<i32> =
            sql::value(database.connection(), query, [site_id.into(), issue_id.into()]).await?;
        Ok(found.is_some())
    }

    /// Issues whose remote links are to be read, the latest changes first.
    pub async fn issues_awaiting_remote_links(&self, limit: u64) -> Result<Vec<IssueId>, StoreError> {
        let Self { database, site_id } = *self;
        let query = format!(
            "select id from issues where site_id = $1 and remote_links_stale and deleted_at is null
             order by updated_at desc, id limit {limit}"
        );
        sql::column(database.connection(), &query, [site_id.into()]).await
    }

    /// Replaces the stored remote links of these issues, and quarantines those that Jira does not deliver.
    pub async fn store_remote_links(
        &self,
        run: &RunHandle,
        issues: &[IssueId],
        links: Vec<RemoteLinkRow>,
        undelivered: Vec<Quarantined>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        if issues.is_empty() && undelivered.is_empty() {
            return Ok(());
        }
        let tx = database.begin_as(run).await?;
        if !issues.is_empty() {
            let ids = sql::id_list(issues);
            let clear = format!("delete from remote_links where site_id = $1 and issue_id in ({ids})");
            sql::execute(&tx, &clear, [site_id.into()]).await?;
            upsert(&tx, links, OnConflict::Overwrite).await?;
            let read =
                format!("update issues set remote_links_stale = false where site_id = $1 and id in ({ids})");
            sql::execute(&tx, &read, [site_id.into()]).await?;
            let are_read =
                |key: &QuarantineKey| matches!(key, QuarantineKey::RemoteLinks(id) if issues.contains(id));
            quarantine::release(&tx, site_id, are_read).await?;
        }
        quarantine::quarantine(&tx, site_id, None, undelivered).await?;
        tx.commit().await?;
        Ok(())
    }
}
