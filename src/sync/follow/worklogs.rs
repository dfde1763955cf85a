//! Reads Jira's feeds of changed and deleted worklogs. Issues of worklogs that are stored differently are marked and
//! read again. This finds changes that leave an issue's `updated` alone.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    jira::{
        Client, JiraError, LoopGuard, WorklogChanges,
        wire::{Parsed, Warning, Worklog},
    },
    store::{IssueId, Place, StoreError},
    sync::{
        context::SiteRun,
        page_size::PageSize,
        read::{
            isolate::isolate,
            lists::{self, Lists},
        },
        rows::id,
    },
};

/// The feeds leave out the last minute, and clocks differ.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// The resolution of the feeds' times.
const MOMENT: TimeDelta = TimeDelta::milliseconds(1);

/// How often a page whose changes share one time may be received again before that time is skipped.
const REPEATS: usize = 2;

/// Worklogs per request.
const BY_ID: usize = 1000;

/// The feeds' names in Jira, and of their cursors.
const CHANGED: &str = "worklog/updated";
const DELETED: &str = "worklog/deleted";

type Changes = Vec<(i64, DateTime<Utc>)>;

/// Continues each feed where the last run left off. The first time, it starts at the beginning of this run, which has
/// read all worklogs. A feed that cannot be read is retried by a later run.
pub(in crate::sync) async fn follow(site: &SiteRun, began: DateTime<Utc>) -> Result<(), StoreError> {
    let lists = Lists::begin(&site.warnings, site.times.reference);
    for feed in [CHANGED, DELETED] {
        let issues = match site.mirror().read_until(feed).await? {
            None => Vec::new(),
            Some(since) => {
                let Some(changes) = read(site, &lists, feed, since - OVERLAP).await else { continue };
                let Some(issues) = issues_of(site, &lists, feed, &changes).await? else { continue };
                issues
            }
        };
        site.mirror().note_worklog_feed(&site.run, feed, began, &issues).await?;
    }
    Ok(())
}

/// The changes in a feed since then. None if it cannot be read or this Jira does not have it.
async fn read(site: &SiteRun, lists: &Lists<'_>, feed: &str, since: DateTime<Utc>) -> Option<Changes> {
    let pages = async {
        lists::if_any(match feed {
            CHANGED => all_pages(since, Updated(&site.client)).await,
            _ => all_pages(since, Deleted(&site.client)).await,
        })
    };
    let Feed { changes, torn, warnings } = lists.read(&Place::Site, feed, pages).await.flatten()?;
    site.warnings.add_all(&Place::Site, feed, warnings);
    for at in torn {
        let problem = format!(
            "the worklogs that changed at {at} fill a page. If there are more of them, they are read when their issues \
             change"
        );
        site.warnings.add(&Place::Site, feed, &problem);
    }
    Some(changes)
}

/// The issues of worklogs that are stored differently from the feed. None if Jira does not return the worklogs.
async fn issues_of(
    site: &SiteRun,
    lists: &Lists<'_>,
    feed: &str,
    changes: &Changes,
) -> Result<Option<Vec<IssueId>>, StoreError> {
    if feed == DELETED {
        let deleted: Vec<i64> = changes.iter().map(|change| change.0).collect();
        return site.mirror().issues_of_worklogs(&deleted).await.map(Some);
    }
    let unknown = site.mirror().unknown_worklog_changes(changes).await?;
    let mut issues = Vec::new();
    for ids in unknown.chunks(BY_ID) {
        let ids: Vec<u64> = ids.iter().map(|id| id.cast_unsigned()).collect();
        let asked = worklogs(site, &ids);
        let Some(worklogs) = lists.read(&Place::Site, "worklog/list", asked).await else { return Ok(None) };
        site.warnings.add_all(&Place::Site, "worklog/list", worklogs.warnings);
        issues.extend(worklogs.value.into_iter().filter_map(|worklog| worklog.issue_id).map(id::<IssueId>));
    }
    issues.sort_unstable();
    issues.dedup();
    Ok(Some(issues))
}

/// Worklogs by id. One that makes the request fail is left out with a warning, without affecting the others.
async fn worklogs(site: &SiteRun, ids: &[u64]) -> Result<Parsed<Vec<Worklog>>, JiraError> {
    match site.client.worklogs_by_id(ids).await {
        Err(error) if error.may_be_caused_by_one_issue() && !matches!(error, JiraError::Forbidden { .. }) => {
        }
        answer => return answer,
    }
    let (mut value, mut warnings) = (Vec::new(), Vec::new());
    let fetch = |part: Vec<u64>| async move { site.client.worklogs_by_id(&part).await };
    let take = |part: Parsed<Vec<Worklog>>| {
        value.extend(part.value);
        warnings.extend(part.warnings);
    };
    let size = PageSize::new(ids.len().div_ceil(2), site.times.reference);
    for culprit in isolate(ids, &size, fetch, async |_| false, take).await? {
        site.warnings.add(&Place::Site, "worklog/list", &culprit.reason);
    }
    Ok(Parsed { value, warnings })
}

/// One of Jira's feeds.
trait Pages {
    /// The page that starts at a time.
    fn page(
        &self,
        since: DateTime<Utc>,
        loop_guard: &mut LoopGuard,
    ) -> impl Future<Output = Result<WorklogChanges, JiraError>> + Send;
}

struct Updated<'a>(&'a Client);

impl Pages for Updated<'_> {
    async fn page(
        &self,
        since: DateTime<Utc>,
        loop_guard: &mut LoopGuard,
    ) -> Result<WorklogChanges, JiraError> {
        self.0.worklogs_updated(since, loop_guard).await
    }
}

struct Deleted<'a>(&'a Client);

impl Pages for Deleted<'_> {
    async fn page(
        &self,
        since: DateTime<Utc>,
        loop_guard: &mut LoopGuard,
    ) -> Result<WorklogChanges, JiraError> {
        self.0.worklogs_deleted(since, loop_guard).await
    }
}

/// What a feed returned.
#[derive(Debug, Default, PartialEq, Eq)]
struct Feed {
    changes: Changes,
    /// Times whose changes fill a page, so that there may be more of them.
    torn: Vec<DateTime<Utc>>,
    warnings: Vec<Warning>,
}

/// All pages of a feed. A page may end between several changes of one time, and Jira does not document whether `since`
/// is inclusive: so the next page is requested from just before the last change. If that makes no progress, the time is
/// skipped.
async fn all_pages(since: DateTime<Utc>, pages: impl Pages) -> Result<Feed, JiraError> {
    let mut feed = Feed::default();
    let mut loop_guard = LoopGuard::with_repeats(REPEATS);
    let mut from = since;
    loop {
        let found = pages.page(from, &mut loop_guard).await?;
        let moments = || found.changes.iter().map(|change| change.1);
        let (first, reached) = (moments().min(), moments().max().or(found.until));
        feed.warnings.extend(found.warnings);
        feed.changes.extend(found.changes.into_iter().map(|(worklog, at)| (id(worklog), at)));
        if found.last {
            return Ok(feed);
        }
        feed.torn.extend(first.filter(|first| reached == Some(*first) && feed.torn.last() != Some(first)));
        let before = reached.map(|reached| reached - MOMENT);
        from = before.filter(|before| *before > from).unwrap_or(from + MOMENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: usize = 3;

    fn at(moment: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(moment)
    }

    /// The feed of a server that pages as Jira does, with an inclusive or exclusive `since`.
    struct Script<'a> {
        moments: &'a [i64],
        inclusive: bool,
    }

    impl Pages for Script<'_> {
        async fn page(&self, since: DateTime<Utc>, _: &mut LoopGuard) -> Result<WorklogChanges, JiraError> {
            let follows = |moment: i64| at(moment) > since || self.inclusive && at(moment) == since;
            let numbered = (1..).zip(self.moments).filter(|(_, moment)| follows(**moment));
            let mut changes: Vec<_> = numbered.map(|(n, moment)| (n, at(*moment))).collect();
            let last = changes.len() <= PAGE;
            changes.truncate(PAGE);
            let until = changes.last().map(|change| change.1);
            Ok(WorklogChanges { until, changes, last, warnings: Vec::new() })
        }
    }

    async fn read_all(moments: &[i64], inclusive: bool) -> (Vec<i64>, Vec<DateTime<Utc>>) {
        let feed = all_pages(at(0), Script { moments, inclusive }).await.unwrap();
        let mut ids: Vec<i64> = feed.changes.iter().map(|change| change.0).collect();
        ids.sort_unstable();
        ids.dedup();
        (ids, feed.torn)
    }

    #[tokio::test]
    async fn changes_of_one_time_split_across_pages_all_arrive() {
        for inclusive in [true, false] {
            let torn = read_all(&[10, 20, 30, 30, 40, 50, 50, 60], inclusive).await;
            assert_eq!(torn, ((1..=8).collect(), vec![]), "inclusive: {inclusive}");
        }
    }

    #[tokio::test]
    async fn time_with_more_changes_than_a_page_is_skipped_and_reported() {
        for inclusive in [true, false] {
            let (ids, torn) = read_all(&[10, 20, 20, 20, 20, 20, 30], inclusive).await;
            assert_eq!((ids, torn), (vec![1, 2, 3, 4, 7], vec![at(20)]), "inclusive: {inclusive}");
        }
    }
}
