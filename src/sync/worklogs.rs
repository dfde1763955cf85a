//! Jira's feeds of changed and deleted worklogs: what they name and the mirror does not know marks its issue, which is
//! then read again. They catch what left an issue's `updated` alone.

use chrono::{DateTime, TimeDelta, Utc};

use super::{context::SiteRun, rows::id, site::SiteError};
use crate::jira::{JiraError, WorklogChanges};

/// The feeds leave out the last minute, and clocks differ.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// Worklogs a request may name.
const BY_ID: usize = 1000;

/// Reads both feeds on from where they were left; the first time, from the beginning of this run's reads, which are
/// whole.
pub(super) async fn follow(site: &SiteRun, began: DateTime<Utc>) -> Result<(), SiteError> {
    let Some(since) = site.database.worklogs_read_until(site.site_id).await? else {
        return Ok(site.database.note_worklog_feeds(&site.run, site.site_id, began, &[], &[]).await?);
    };
    let since = since - OVERLAP;
    let changes = read(since, |since| site.client.worklogs_updated(since)).await;
    let deletions = read(since, |since| site.client.worklogs_deleted(since)).await;
    let (changes, deletions) = match (changes, deletions) {
        (Ok(changes), Ok(deletions)) => (changes, deletions),
        // This Jira has no such feed, or does not show it to the account.
        (Err(JiraError::NotFound { .. } | JiraError::Forbidden { .. }), _)
        | (_, Err(JiraError::NotFound { .. } | JiraError::Forbidden { .. })) => return Ok(()),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let unknown = site.database.unknown_worklog_changes(site.site_id, &changes).await?;
    let mut issues = Vec::new();
    for ids in unknown.chunks(BY_ID) {
        let ids: Vec<u64> = ids.iter().map(|id| id.cast_unsigned()).collect();
        let worklogs = site.client.worklogs_by_id(&ids).await?.value;
        issues.extend(worklogs.into_iter().filter_map(|worklog| worklog.issue_id).map(id));
    }
    issues.sort_unstable();
    issues.dedup();
    let deleted: Vec<i64> = deletions.into_iter().map(|deletion| deletion.0).collect();
    site.database.note_worklog_feeds(&site.run, site.site_id, began, &issues, &deleted).await?;
    Ok(())
}

/// All pages of a feed. A page that does not get on (a thousand changes of one moment) is stepped over by a
/// millisecond: what it hides is found by the issues' own `updated`.
async fn read<F>(
    since: DateTime<Utc>,
    page: impl Fn(DateTime<Utc>) -> F,
) -> Result<Vec<(i64, DateTime<Utc>)>, JiraError>
where
    F: Future<Output = Result<WorklogChanges, JiraError>>,
{
    let mut all = Vec::new();
    let mut from = since;
    loop {
        let found = page(from).await?;
        all.extend(found.changes.into_iter().map(|(worklog, at)| (id(worklog), at)));
        if found.last {
            return Ok(all);
        }
        from = found.until.filter(|until| *until > from).unwrap_or(from + TimeDelta::milliseconds(1));
    }
}
