use super::{
    quarantine::{self, Quarantined},
    rows::RemoteLinkRow,
    upsert::{OnConflict, upsert},
};
use crate::store::{IssueId, Mirror, StoreError, runs::RunHandle, sql};

/// The key under which the remote links of an issue are quarantined, apart from the issue itself.
pub fn remote_links_key(issue_id: IssueId) -> String {
    format!("{issue_id}/remotelink")
}

impl Mirror<'_> {
    /// The quarantined remote links of issues that are gone, by key: nothing will ever read them.
    pub async fn remote_links_of_nothing(&self) -> Result<Vec<String>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select document_key from quarantined_issues q
             where q.site_id = $1 and q.issue_id is null and q.document_key like '%/remotelink'
                 and not exists (select 1 from issues i where i.site_id = q.site_id and i.deleted_at is null
                     and i.id = cast(substr(q.document_key, 1, length(q.document_key) - 11) as bigint))";
        sql::column(database.connection(), query, [site_id.into()]).await
    }

    /// Whether links of this issue are stored.
    pub async fn has_remote_links(&self, issue_id: IssueId) -> Result<bool, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select 1 from remote_links where site_id = $1 and issue_id = $2 limit 1";
        let found: Option<i32> =
            sql::value(database.connection(), query, [site_id.into(), issue_id.into()]).await?;
        Ok(found.is_some())
    }

    /// Issues whose remote links are to be read, those that changed last first.
    pub async fn issues_awaiting_remote_links(&self, limit: u64) -> Result<Vec<IssueId>, StoreError> {
        let Self { database, site_id } = *self;
        let query = format!(
            "select id from issues where site_id = $1 and remote_links_stale and deleted_at is null
             order by updated_at desc, id limit {limit}"
        );
        sql::column(database.connection(), &query, [site_id.into()]).await
    }

    /// Stores all remote links of these issues, in place of those stored, and quarantines those that Jira does not
    /// deliver.
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
            let keys: Vec<(IssueId, String)> =
                issues.iter().map(|id| (IssueId(0), remote_links_key(*id))).collect();
            quarantine::release(&tx, site_id, &keys).await?;
        }
        quarantine::quarantine(&tx, site_id, None, undelivered).await?;
        tx.commit().await?;
        Ok(())
    }
}
