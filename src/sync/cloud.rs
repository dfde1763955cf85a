//! Reading a project of a Cloud site: ids first, in order of `updated`, then the issues by id in parallel.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use futures::{TryStreamExt, future, stream::FuturesOrdered};

use super::{
    batch::{Batch, Message, Outlet, Source},
    bounds::watermark_of,
    children,
};
use crate::jira::{Fetched, JiraError, wire::Inline};

/// Ids a page; Jira's most.
const IDS: usize = 5000;

/// Issues a request of the bulk fetch; Jira's most.
const BULK: usize = 100;

/// Times that issues which Jira could not deliver are asked for again.
const ATTEMPTS: usize = 3;

/// Listings of one project in one run. A listing that moves between two of its pages can lose an issue, so a
/// listing of several pages is repeated until it brings nothing new.
const LISTINGS: usize = 5;

/// Requests that fetching a batch sends at the same time: issues and changelogs of each hundred.
pub(super) fn requests_a_batch(batch_size: usize) -> usize {
    2 * batch_size.div_ceil(BULK).max(1)
}

/// Sends the whole project, from the source's bound on.
pub(super) async fn read(source: &Arc<Source>, outlet: &Outlet) -> Result<(), JiraError> {
    let mut seen = HashSet::new();
    for listing in 0..LISTINGS {
        let before = seen.len();
        let pages = read_listing(source, &mut seen, listing == 0, outlet).await?;
        if pages <= 1 || seen.len() == before {
            break;
        }
    }
    Ok(())
}

/// Sends what one listing names and `seen` does not; gives the number of its pages.
async fn read_listing(
    source: &Arc<Source>,
    seen: &mut HashSet<u64>,
    first: bool,
    outlet: &Outlet,
) -> Result<usize, JiraError> {
    let listed_at = source.client.server_now();
    let query = source.query(source.from);
    let jql = query.to_string();
    let at_once = source.settings.max_workers as usize;
    let mut fetching = FuturesOrdered::new();
    let mut waiting = VecDeque::new();
    let mut pages = 0;
    let mut token = None;
    let mut listed_all = false;
    loop {
        while waiting.is_empty() && !listed_all {
            let page = source.client.issue_ids_page(&jql, token.as_deref(), IDS).await?;
            pages += 1;
            let fresh: Vec<u64> = page.ids.into_iter().filter(|id| seen.insert(*id)).collect();
            if first && pages == 1 {
                let count = match page.next {
                    None => fresh.len() as u64,
                    Some(_) => source.client.approximate_count(&query.condition()).await?,
                };
                let _ = outlet.send(Message::Expect(count)).await;
            }
            waiting.extend(fresh.chunks(source.batch_size()).map(<[u64]>::to_vec));
            listed_all = page.next.is_none();
            token = page.next;
        }
        while fetching.len() < at_once
            && let Some(ids) = waiting.pop_front()
        {
            fetching.push_back(fetch(Arc::clone(source), ids, listed_at));
        }
        let Some(batch) = fetching.try_next().await? else { return Ok(pages) };
        if outlet.send(Message::Batch(batch)).await.is_err() {
            return Ok(pages);
        }
    }
}

/// The issues with these ids, whole.
pub(super) async fn fetch(
    source: Arc<Source>,
    ids: Vec<u64>,
    listed_at: DateTime<Utc>,
) -> Result<Batch, JiraError> {
    let permit = source.permit().await?;
    let parts = ids.chunks(BULK).map(|part| fetch_part(&source, part));
    let mut issues = Vec::with_capacity(ids.len());
    let mut unreadable = Vec::new();
    let mut failed = 0;
    for part in future::try_join_all(parts).await? {
        issues.extend(part.issues);
        unreadable.extend(part.unreadable);
        failed += part.errors.len() as u64;
    }
    children::complete(&source.client, &mut issues).await?;
    // Should Jira's clock be put back meanwhile, what it dates from then on is no older than now.
    let listed_at = listed_at.min(source.client.server_now());
    let watermark = watermark_of(issues.iter().map(|issue| &issue.updated), listed_at);
    Ok(Batch { issues, failed, unreadable, watermark, _permit: permit })
}

/// At most 100 issues with their changelogs.
async fn fetch_part(source: &Source, ids: &[u64]) -> Result<Fetched, JiraError> {
    let (mut fetched, changelogs) =
        future::try_join(fetch_patiently(source, ids), source.client.bulk_changelogs(ids)).await?;
    let mut histories: HashMap<_, _> = changelogs.value;
    for issue in &mut fetched.issues {
        let items = histories.remove(&issue.id).unwrap_or_default();
        let received = items.len() as u64;
        issue.histories = Inline { items, total: Some(received), received };
    }
    Ok(fetched)
}

/// Asks again for what Jira says it could not deliver just now; what it never delivers stays in `errors`.
async fn fetch_patiently(source: &Source, ids: &[u64]) -> Result<Fetched, JiraError> {
    let mut all = Fetched::default();
    let mut wanted = ids.to_vec();
    for _ in 0..ATTEMPTS {
        let fetched = source.client.bulk_fetch(&wanted, &source.catalog).await?;
        all.issues.extend(fetched.issues);
        all.unreadable.extend(fetched.unreadable);
        wanted = fetched.errors.iter().filter_map(|error| error.id).collect();
        all.errors = fetched.errors;
        if wanted.is_empty() {
            break;
        }
    }
    Ok(all)
}
