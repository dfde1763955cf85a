//! Links that only one of their two issues has. Either the other issue was read while this one was hidden from the
//! account, or this one was read before the link was removed: both are read again, once. Some links are one-sided in
//! Jira itself.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::{IssueId, Mirror, StoreError, database::sql, runs::RunHandle};

/// Links per statement.
const CHUNK: usize = 500;

/// A link between two present issues that only one of them has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct HalfLink {
    pub id: i64,
    /// The issue that has it.
    pub issue_id: IssueId,
    /// The issue that does not.
    pub linked_issue_id: IssueId,
    /// Whether both were written since the given time.
    pub both_are_new: bool,
}

/// The condition that the link `l` is one-sided and both its issues are present.
const IS_HALF: &str = "exists (select 1 from issues i where i.site_id = l.site_id and i.id = l.issue_id
        and i.deleted_at is null)
    and exists (select 1 from issues i where i.site_id = l.site_id and i.id = l.linked_issue_id
        and i.deleted_at is null)
    and not exists (select 1 from issue_links back
        where back.site_id = l.site_id and back.id = l.id and back.issue_id = l.linked_issue_id)";

impl Mirror<'_> {
    /// The one-sided links that have not been checked since they became one-sided, by issue.
    pub async fn half_links(&self, since: DateTime<Utc>) -> Result<Vec<HalfLink>, StoreError> {
        let Self { database, site_id } = *self;
        let is_new = |id: &str| {
            format!(
                "exists (select 1 from issues i where i.site_id = l.site_id and i.id = l.{id} and i.synced_at >= $2)"
            )
        };
        let query = format!(
            "select l.id, l.issue_id, l.linked_issue_id, {} and {} as both_are_new from issue_links l
             where l.site_id = $1 and {IS_HALF} and not exists (select 1 from one_sided_links o
                 where o.site_id = l.site_id and o.id = l.id and o.issue_id = l.issue_id)
             order by l.issue_id, l.id",
            is_new("issue_id"),
            is_new("linked_issue_id")
        );
        sql::rows(database.connection(), &query, [site_id.into(), since.into()]).await
    }

    /// Records that these links were checked: any that are still one-sided are one-sided in Jira.
    pub async fn note_one_sided(&self, run: &RunHandle, links: &[HalfLink]) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        for links in links.chunks(CHUNK) {
            let ids: Vec<i64> = links.iter().map(|link| link.id).collect();
            let statement = format!(
                "insert into one_sided_links (site_id, id, issue_id)
                 select l.site_id, l.id, l.issue_id from issue_links l
                 where l.site_id = $1 and l.id in ({}) and {IS_HALF} on conflict do nothing",
                sql::id_list(&ids)
            );
            let tx = database.begin_as(run).await?;
            sql::execute(&tx, &statement, [site_id.into()]).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Forgets links that are no longer one-sided, so that they are checked if they become so again.
    pub async fn forget_one_sided(&self, run: &RunHandle) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let whole = format!(
            "site_id = $1 and not exists (select 1 from issue_links l where l.site_id = one_sided_links.site_id
                 and l.id = one_sided_links.id and l.issue_id = one_sided_links.issue_id and {IS_HALF})"
        );
        let count = format!("select count(*) from one_sided_links where {whole}");
        if sql::value(database.connection(), &count, [site_id.into()]).await? == Some(0_i64) {
            return Ok(());
        }
        let tx = database.begin_as(run).await?;
        sql::execute(&tx, &format!("delete from one_sided_links where {whole}"), [site_id.into()]).await?;
        tx.commit().await
    }
}
