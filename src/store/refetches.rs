//! Issues that Jira's webhooks named, until they are fetched.

use app::model::SyncType;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use super::{
    IssueId, Mirror, Refetches, StoreError,
    database::sql,
    runs::{RunHandle, active_run, retention::remove_details},
};

/// The shortest time from the start of one refetch to the start of the next, so that a burst of webhooks becomes few
/// refetches.
const MIN_GAP: TimeDelta = TimeDelta::seconds(2);

/// The same after a failed refetch: Jira probably does not respond, and scheduled syncs will report that too.
const MIN_GAP_AFTER_FAILURE: TimeDelta = TimeDelta::seconds(60);

/// How long runs for webhooks are kept. There may be thousands a day.
const RETENTION: TimeDelta = TimeDelta::days(1);

/// An issue to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Refetch {
    pub issue_id: IssueId,
    /// The webhook said that it was deleted.
    pub deleted: bool,
    /// How often it was requested, so that requests made meanwhile are kept.
    pub asks: i64,
}

/// The last refetch: when it was started, and its status.
#[derive(Clone, Debug, FromQueryResult)]
struct LastRefetch {
    started_at: DateTime<Utc>,
    status: String,
}

impl Mirror<'_> {
    /// Requests issues of a site.
    pub async fn enqueue_refetch(&self, ids: &[IssueId], deleted: bool) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        if ids.is_empty() {
            return Ok(());
        }
        let tx = database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        for id in ids {
            let insert =
                "insert into refetches (site_id, issue_id, deleted, asked_at) values ($1, $2, $3, $4)
                 on conflict (site_id, issue_id) do update set asks = refetches.asks + 1,
                     deleted = refetches.deleted or excluded.deleted, asked_at = excluded.asked_at";
            sql::execute(&tx, insert, [site_id.into(), (*id).into(), deleted.into(), now.into()]).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The requested issues of a site, the longest waiting first.
    pub async fn refetches(&self) -> Result<Vec<Refetch>, StoreError> {
        let Self { database, site_id } = *self;
        let query =
            "select issue_id, deleted, asks from refetches where site_id = $1 order by asked_at, issue_id";
        sql::rows(database.connection(), query, [site_id.into()]).await
    }

    /// Removes the issues that were fetched; those requested again meanwhile stay.
    pub async fn acknowledge_refetches(&self, run: &RunHandle, done: &[Refetch]) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        // In the order in which requests lock their rows, so that neither deadlocks the other.
        let mut done = done.to_vec();
        done.sort_by_key(|refetch| refetch.issue_id);
        for refetch in done {
            let delete = "delete from refetches where site_id = $1 and issue_id = $2 and asks = $3";
            sql::execute(&tx, delete, [site_id.into(), refetch.issue_id.into(), refetch.asks.into()]).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

impl Refetches<'_> {
    /// Whether a refetch should start now: something is requested, no sync is active that will read it anyway, and the
    /// last refetch was started long enough ago. A cheap query that locks nothing.
    pub async fn is_due(&self) -> Result<bool, StoreError> {
        // A site whose address leads to another Jira cannot be fetched from until somebody decides.
        let asked = "select count(*) from refetches r join sites s on s.id = r.site_id
                     where s.enabled = true and s.doubt is distinct from 'another_jira'";
        let asked: Option<i64> = sql::value(self.database.connection(), asked, []).await?;
        if asked == Some(0) || active_run(self.database.connection()).await?.is_some() {
            return Ok(false);
        }
        let last = "select started_at, status from sync_runs where sync_type = 'webhook'
                    order by started_at desc limit 1";
        let last: Option<LastRefetch> = sql::row(self.database.connection(), last, []).await?;
        let Some(last) = last else { return Ok(true) };
        let gap = match last.status.as_str() {
            "running" => return Ok(false),
            "completed" | "stopped" => MIN_GAP,
            _ => MIN_GAP_AFTER_FAILURE,
        };
        Ok(last.started_at + gap <= self.database.now().await?)
    }

    /// Removes runs for webhooks that are older than a day.
    pub async fn forget_old(&self) -> Result<u64, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let before = sql::now(&tx).await? - RETENTION;
        let values = [SyncType::Webhook.as_str().into(), before.into()];
        let old = "in (select id from sync_runs where sync_type = $1 and completed_at < $2)";
        remove_details(&tx, old, &values).await?;
        let forgotten = sql::execute(&tx, &format!("delete from sync_runs where id {old}"), values).await?;
        tx.commit().await?;
        Ok(forgotten)
    }
}
