//! Jira's feeds of changed and deleted worklogs: what they name and the mirror does not know marks its issue, which is
//! then read again. They catch what left an issue's `updated` alone.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    commit::WHOLE_SITE,
    context::SiteRun,
    lists::{self, Lists},
    rows::id,
};
use crate::{
    jira::{JiraError, WorklogChanges},
    store::StoreError,
};

/// The feeds leave out the last minute, and clocks differ.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// Worklogs a request may name.
const BY_ID: usize = 1000;

/// Their names in Jira, and of their cursors.
const CHANGED: &str = "worklog/updated";
const DELETED: &str = "worklog/deleted";

type Changes = Vec<(i64, DateTime<Utc>)>;

/// Reads each feed on from where it was left; the first time, from the beginning of this run's reads, which are whole.
/// A feed that cannot be read is read on from the same place by a later run.
pub(super) async fn follow(site: &SiteRun, began: DateTime<Utc>) -> Result<(), StoreError> {
    let lists = Lists::begin(&site.noted, site.list_limit);
    for feed in [CHANGED, DELETED] {
        let issues = match site.database.worklogs_read_until(site.site_id, feed).await? {
            None => Vec::new(),
            Some(since) => {
                let Some(changes) = read(site, &lists, feed, since - OVERLAP).await else { continue };
                let Some(issues) = issues_of(site, &lists, feed, &changes).await? else { continue };
                issues
            }
        };
        site.database.note_worklog_feed(&site.run, (site.site_id, feed), began, &issues).await?;
    }
    Ok(())
}

/// What a feed tells since then. None where it is unknown, or where this Jira has no such feed.
async fn read(site: &SiteRun, lists: &Lists<'_>, feed: &str, since: DateTime<Utc>) -> Option<Changes> {
    let pages = async {
        lists::if_any(match feed {
            CHANGED => all_pages(site, feed, since, |since| site.client.worklogs_updated(since)).await,
            _ => all_pages(site, feed, since, |since| site.client.worklogs_deleted(since)).await,
        })
    };
    lists.read(WHOLE_SITE, feed, pages).await.flatten()
}

/// The issues of worklogs that are not stored as the feed tells of them. None where Jira does not say which they are.
async fn issues_of(
    site: &SiteRun,
    lists: &Lists<'_>,
    feed: &str,
    changes: &Changes,
) -> Result<Option<Vec<i64>>, StoreError> {
    if feed == DELETED {
        let deleted: Vec<i64> = changes.iter().map(|change| change.0).collect();
        return site.database.issues_of_worklogs(site.site_id, &deleted).await.map(Some);
    }
    let unknown = site.database.unknown_worklog_changes(site.site_id, changes).await?;
    let mut issues = Vec::new();
    for ids in unknown.chunks(BY_ID) {
        let ids: Vec<u64> = ids.iter().map(|id| id.cast_unsigned()).collect();
        let worklogs = lists.read(WHOLE_SITE, "worklog/list", site.client.worklogs_by_id(&ids)).await;
        let Some(worklogs) = worklogs else { return Ok(None) };
        site.noted.add_all(WHOLE_SITE, "worklog/list", worklogs.warnings);
        issues.extend(worklogs.value.into_iter().filter_map(|worklog| worklog.issue_id).map(id));
    }
    issues.sort_unstable();
    issues.dedup();
    Ok(Some(issues))
}

/// All pages of a feed. A page that does not get on (a thousand changes of one moment) is stepped over by a
/// millisecond: what it hides is found by the issues' own `updated`.
async fn all_pages<F>(
    site: &SiteRun,
    feed: &str,
    since: DateTime<Utc>,
    page: impl Fn(DateTime<Utc>) -> F,
) -> Result<Changes, JiraError>
where
    F: Future<Output = Result<WorklogChanges, JiraError>>,
{
    let mut all = Vec::new();
    let mut from = since;
    loop {
        let found = page(from).await?;
        site.noted.add_all(WHOLE_SITE, feed, found.warnings);
        all.extend(found.changes.into_iter().map(|(worklog, at)| (id(worklog), at)));
        if found.last {
            return Ok(all);
        }
        from = found.until.filter(|until| *until > from).unwrap_or(from + TimeDelta::milliseconds(1));
    }
}
