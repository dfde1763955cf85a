//! Reading a project of a Cloud site: ids first, in order of `updated`, then the issues by id in parallel.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use futures::{TryStreamExt, future, stream::FuturesOrdered};

use super::{
    bounds::watermark_of,
    by_id,
    isolate::isolate,
    message::{BatchSender, Message},
    source::{ProjectSource, Source},
    stamps,
    tally::Tally,
};
use crate::{
    jira::{
        Fetched, IssueError, JiraError, LoopGuard,
        jql::Order,
        wire::{History, Inline, Parsed},
    },
    sync::batch::Batch,
};

/// Ids per page; Jira's maximum.
const IDS: usize = 5000;

/// Issues per bulk fetch; Jira's maximum.
const BULK: usize = 100;

/// How often issues that Jira could not deliver just now are requested again.
const ATTEMPTS: usize = 3;

/// The maximum number of times that one run lists a project. A listing that changes between two pages can miss an
/// issue, so a listing of several pages is repeated until it contains nothing new.
const LISTINGS: usize = 5;

/// Number of requests sent at once to fetch a batch: one for the issues and one for the changelogs of each hundred.
pub(in crate::sync) fn requests_per_batch(batch_size: usize) -> usize {
    2 * batch_size.div_ceil(BULK).max(1)
}

/// Reads the project from the source's lower bound on and sends it to the writer.
pub(in crate::sync) async fn read(source: &ProjectSource, tx: &BatchSender) -> Result<(), JiraError> {
    let mut seen = HashSet::new();
    let first = read_listing(source, &mut seen, Order::Updated, true, tx).await?;
    let mut before = 0;
    for _ in 1..LISTINGS {
        if first.pages <= 1 || seen.len() == before {
            break;
        }
        before = seen.len();
        read_listing(source, &mut seen, Order::Updated, false, tx).await?;
    }
    if !first.compared {
        return Ok(());
    }
    let known = seen.len() as u64;
    let tally = match first.counted.filter(|counted| *counted == known) {
        Some(counted) => Tally::new(known, counted),
        None => {
            let again = read_listing(source, &mut seen, Order::Created, false, tx).await?;
            let counted = stamps::count(&source.client, &source.query(source.from)).await?;
            Tally::of_two(known, again.issues, seen.len() as u64, counted)
        }
    };
    let _ = tx.send(Message::Compared(tally)).await;
    Ok(())
}

/// The result of one listing.
#[derive(Default)]
struct Listed {
    pages: usize,
    issues: u64,
    /// Whether it is to be compared with Jira's count.
    compared: bool,
    /// How many issues Jira counted when it began; None if it was not asked or failed.
    counted: Option<u64>,
}

/// Fetches and sends the listed issues that are not in `seen`.
async fn read_listing(
    source: &ProjectSource,
    seen: &mut HashSet<u64>,
    order: Order,
    first: bool,
    tx: &BatchSender,
) -> Result<Listed, JiraError> {
    let listed_at = source.client.server_now();
    let query = source.query(source.from).order_by(order);
    let jql = query.to_string();
    let mut listed = Listed::default();
    let at_once = source.order.settings.max_workers as usize;
    let mut fetching = FuturesOrdered::new();
    let mut waiting = VecDeque::new();
    let mut token = None;
    let mut loop_guard = LoopGuard::new();
    let mut listed_all = false;
    loop {
        while waiting.is_empty() && !listed_all {
            let page = source.client.issue_ids_page(&jql, token.as_deref(), IDS, &mut loop_guard).await?;
            source.note("search/jql", page.warnings);
            listed.pages += 1;
            listed.issues += page.ids.len() as u64;
            let fresh = page.ids.into_iter().filter(|id| seen.insert(*id) && !source.resting.contains(id));
            let fresh: Vec<u64> = fresh.collect();
            if first && listed.pages == 1 {
                listed.compared = page.next.is_some() || page.cut || source.compared;
                if listed.compared {
                    listed.counted = stamps::count(&source.client, &query).await?;
                }
                let _ = tx.send(Message::Expect(listed.counted.unwrap_or(fresh.len() as u64))).await;
            }
            waiting.extend(fresh.chunks(source.batch_size()).map(<[u64]>::to_vec));
            listed_all = page.next.is_none();
            token = page.next;
        }
        while fetching.len() < at_once
            && let Some(ids) = waiting.pop_front()
        {
            fetching.push_back(fetch(Arc::clone(&source.source), ids, listed_at));
        }
        let Some(mut batch) = fetching.try_next().await? else { return Ok(listed) };
        if order != Order::Updated {
            batch.watermark = None;
        }
        if tx.send(Message::Batch(batch)).await.is_err() {
            return Ok(listed);
        }
    }
}

/// The complete issues with these ids, once there is room in memory.
async fn fetch(source: Arc<Source>, ids: Vec<u64>, listed_at: DateTime<Utc>) -> Result<Batch, JiraError> {
    let permit = source.permit().await?;
    let batch = by_id::fetch(&source, &ids).await?;
    // If Jira's clock is set back meanwhile, all changes from then on are dated no earlier than now.
    let listed_at = listed_at.min(source.client.server_now());
    let reached = watermark_of(batch.issues.iter().map(|issue| &issue.updated), listed_at);
    let watermark = source.watermark(reached);
    Ok(Batch { watermark, permit: Some(permit), ..batch })
}

/// The issues with these ids, with changelogs; other lists may be truncated.
pub(in crate::sync) async fn deliver(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let parts = ids.chunks(BULK).map(|part| deliver_part(source, part));
    let mut batch = Batch::default();
    for part in future::try_join_all(parts).await? {
        batch.append(part);
    }
    Ok(batch)
}

/// At most 100 issues with their changelogs. A changelog that is missing from the bulk response is fetched later, like
/// any truncated list.
async fn deliver_part(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let mut histories = HashMap::new();
    let mut warnings = Vec::new();
    let changelogs = async {
        let fetch = |part: Vec<u64>| async move { source.client.bulk_changelogs(&part).await };
        let take = |part: Parsed<HashMap<u64, Vec<History>>>| {
            histories.extend(part.value);
            warnings.extend(part.warnings);
        };
        isolate(ids, &source.page_size, fetch, |id| by_id::answers(source, id), take).await
    };
    let (mut batch, culprits) = future::try_join(documents(source, ids), changelogs).await?;
    let culprits: HashSet<u64> = culprits.into_iter().map(|culprit| culprit.id).collect();
    for issue in batch.issues.iter_mut().filter(|issue| !culprits.contains(&issue.id)) {
        let items = histories.remove(&issue.id).unwrap_or_default();
        let received = items.len() as u64;
        issue.histories = Inline { items, total: Some(received), received };
    }
    batch.warnings.extend(warnings);
    Ok(batch)
}

/// Issues without their changelogs. Issues that Jira could not deliver just now are requested again, and in the end one
/// by one.
async fn documents(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let mut batch = Batch::default();
    let mut suspects = Vec::new();
    let mut errors = Vec::new();
    let mut wanted = ids.to_vec();
    for _ in 0..ATTEMPTS {
        errors.clear();
        let fetch = |part: Vec<u64>| async move { source.client.bulk_fetch(&part, &source.catalog).await };
        let take = |fetched: Fetched| {
            batch.issues.extend(fetched.issues);
            batch.unreadable.extend(fetched.unreadable);
            errors.extend(fetched.errors);
        };
        let culprits =
            isolate(&wanted, &source.page_size, fetch, |id| by_id::answers(source, id), take).await?;
        suspects.extend(culprits.into_iter().map(|culprit| culprit.id));
        if errors.iter().all(|error| error.id.is_none()) {
            break;
        }
        wanted = errors.iter().filter_map(|error| error.id).collect();
    }
    let delivered: HashSet<u64> = batch.delivered_ids().collect();
    let is_missing = |id: &u64| !delivered.contains(id);
    for IssueError { id } in errors {
        // An error without an id may be about any of the missing issues.
        suspects.extend(id.map_or_else(|| wanted.clone(), |id| vec![id]).into_iter().filter(is_missing));
    }
    // A listed issue that is missing without an error may be gone by now, or the bulk fetch may be at fault.
    if source.is_listed() {
        suspects.extend(ids.iter().copied().filter(is_missing));
    }
    suspects.sort_unstable();
    suspects.dedup();
    by_id::refetch_unreadable(source, &mut batch).await?;
    by_id::ask(source, suspects, &mut batch).await?;
    Ok(batch)
}
