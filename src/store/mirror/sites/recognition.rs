use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::{IssueId, Mirror, StoreError, database::sql};

/// The properties of a stored issue that show whether a Jira is the one it was read from.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct KnownIssue {
    pub id: IssueId,
    pub key: String,
    /// Never changes.
    pub created_at: Option<DateTime<Utc>>,
    /// Its creator.
    pub creator_id: Option<String>,
}

impl Mirror<'_> {
    /// A sample of a site's live issues: half of them the newest, which a copy of the Jira lacks or whose ids it has
    /// given to other issues, and half the oldest.
    pub async fn known_issues(&self, most: usize) -> Result<Vec<KnownIssue>, StoreError> {
        let Self { database, site_id } = *self;
        let mut sample: Vec<KnownIssue> = Vec::with_capacity(most);
        for (order, places) in [("desc", most.div_ceil(2)), ("asc", most / 2)] {
            let query = format!(
                "select id, key, created_at, creator_id from issues where site_id = $1 and deleted_at is null
                 order by id {order} limit {places}"
            );
            let found: Vec<KnownIssue> = sql::rows(database.connection(), &query, [site_id.into()]).await?;
            sample.extend(found);
        }
        sample.sort_by_key(|issue| issue.id);
        sample.dedup_by_key(|issue| issue.id);
        Ok(sample)
    }
}
