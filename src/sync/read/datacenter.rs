//! Reads a project of a Data Center site by windows: the lower bound moves to the last `updated` that can be trusted
//! (see [`watermark_of`]). An offset is used only within one second that more issues share than fit on a page, and
//! among the most recent changes.

use std::{
    collections::{HashMap, HashSet},
    time::Instant,
};

use chrono::{DateTime, Utc};

use super::{
    bounds::watermark_of,
    by_id, children,
    isolate::{FEW, isolate},
    message::{BatchSender, Message},
    source::{ProjectSource, Source},
    stamps::{self, NAMELESS},
    tally::Tally,
    window::{self, Shape, Window, second},
};
use crate::{
    jira::{
        JiraError, LoopGuard, SearchPage,
        jql::Order,
        wire::{Issue, Unreadable},
    },
    sync::batch::Batch,
};

/// The limit of offsets: Data Center 11 returns at most 10,000 results of a query.
const FAR: u64 = 9_000;

/// The minimum page size: pages overlap by one issue.
const LEAST: usize = 2;

/// Reads the project from the source's lower bound on and sends it to the writer.
pub(in crate::sync) async fn read(source: &ProjectSource, tx: &BatchSender) -> Result<(), JiraError> {
    let listed = read_windows(source, tx).await?;
    let query = source.query(source.from);
    let known = listed.seen.len() as u64 + listed.nameless;
    // A truncated page may also claim that there is no more.
    let counted = match source.compared {
        true => stamps::count(&source.client, &query).await?.unwrap_or(listed.counted),
        false => listed.counted,
    };
    let mut tally = Tally::new(known, counted);
    // Unless the source asks for it, a single page is compared only if the difference is large.
    if !(source.compared || listed.pages > 1 || tally.differs_too_much()) {
        return Ok(());
    }
    if !tally.agrees() {
        let is_known = |id| listed.seen.contains_key(&id);
        let again = stamps::list_again(&source.client, &query, Order::Created, known, is_known).await?;
        tally = again.tally;
        let missed = again.stamps.into_keys().filter(|id| !source.resting.contains(id));
        let missed: Vec<u64> = missed.collect();
        for ids in missed.chunks(source.batch_size()) {
            if tx.send(Message::Batch(by_id::fetch(source, ids).await?)).await.is_err() {
                return Ok(());
            }
        }
    }
    let _ = tx.send(Message::Compared(tally)).await;
    Ok(())
}

/// The result of all windows of a reading.
#[derive(Default)]
struct Listed {
    pages: usize,
    /// When each issue was changed last, by id.
    seen: HashMap<u64, Option<DateTime<Utc>>>,
    /// How many issues came without an id.
    nameless: u64,
    /// How many issues Jira counted when the reading began.
    counted: u64,
    undelivered: Undelivered,
}

/// Issues that Jira does not deliver.
#[derive(Default)]
struct Undelivered {
    /// Their ids, which are not requested again in this reading.
    issues: HashSet<u64>,
    /// How many Jira cannot even list.
    unlisted: usize,
}

async fn read_windows(source: &ProjectSource, tx: &BatchSender) -> Result<Listed, JiraError> {
    let started = source.client.server_now();
    let mut window = Window::from(source.from);
    let mut all = Listed::default();
    let mut loop_guard = window::loop_guard();
    loop {
        let permit = source.permit().await?;
        let jql = source.query(window.from).to_string();
        let Page { mut batch, listed, shape } =
            page(source, &jql, window.offset, &mut all.undelivered, &mut loop_guard).await?;
        if all.pages == 0 {
            all.counted = shape.total;
            let _ = tx.send(Message::Expect(shape.total)).await;
        }
        all.pages += 1;
        // If Jira's clock is set back meanwhile, all changes from then on are dated no earlier than now.
        let listed_at = started.min(source.client.server_now());
        let passed = watermark_of(listed.iter().map(|(_, updated)| updated), listed_at);
        let watermark = source.watermark(passed.filter(|_| !window.unsure && window.follows(&shape)));
        let last = listed.iter().filter_map(|(_, updated)| *updated).max();
        // Anything that continuing at `last` skips is above the watermark, so the next run reads it.
        let is_far = window.offset + shape.places >= FAR && passed.map(second) <= window.from;
        let passed = if is_far { last } else { passed };
        let brings_new = listed.iter().any(|(id, _)| !all.seen.contains_key(id));
        batch.issues.retain(|issue: &Issue| {
            let stored_as_it_is = all.seen.get(&issue.id) == Some(&issue.updated);
            !stored_as_it_is && !source.resting.contains(&issue.id)
        });
        for issue in &batch.unreadable {
            match issue.id {
                Some(id) => {
                    all.seen.entry(id).or_default();
                }
                None => all.nameless += 1,
            }
        }
        batch.unreadable.retain(|issue| issue.id.is_none_or(|id| !source.resting.contains(&id)));
        all.seen.extend(listed);
        children::complete(source, &mut batch).await?;
        all.undelivered.issues.extend(batch.undelivered.iter().map(|culprit| culprit.id));
        let batch = Batch { watermark, permit: Some(permit), ..batch };
        if tx.send(Message::Batch(batch)).await.is_err() {
            return Ok(all);
        }
        match window.next(&shape, passed) {
            // Issues that only changed again since this reading began are left to the next run: one that changes all
            // the time would keep this one busy forever. But if Jira's clock was ahead before, pages dated later than
            // now may still have something new.
            Some(next) if brings_new || next.offset > 0 || next.from.is_none_or(|from| from <= started) => {
                window = next;
            }
            _ => return Ok(all),
        }
    }
}

/// A page of a listing and its issues, whose lists may be truncated.
struct Page {
    batch: Batch,
    /// The listed issues in order, with their `updated`.
    listed: Vec<(u64, Option<DateTime<Utc>>)>,
    shape: Shape,
}

impl From<SearchPage> for Page {
    fn from(page: SearchPage) -> Self {
        let listed: Vec<_> = page.issues.iter().map(|issue| (issue.id, issue.updated)).collect();
        let received = (page.issues.len() + page.unreadable.len()) as u64;
        // If some issues are unreadable, first and last are unknown.
        let ends = ends(&listed).filter(|_| page.unreadable.is_empty());
        let shape = Shape::of(ends, received, page.max_results, page.total);
        let batch = Batch { issues: page.issues, unreadable: page.unreadable, ..Batch::default() };
        Self { batch, listed, shape }
    }
}

fn ends(listed: &[(u64, Option<DateTime<Utc>>)]) -> Option<(u64, u64)> {
    listed.first().zip(listed.last()).map(|(first, last)| (first.0, last.0))
}

/// The page at `offset`: a smaller one if the full size is too large or too slow, and issue by issue if one of them
/// makes the request fail.
async fn page(
    source: &Source,
    jql: &str,
    offset: u64,
    undelivered: &mut Undelivered,
    loop_guard: &mut LoopGuard,
) -> Result<Page, JiraError> {
    loop {
        let size = source.page_size.get().max(LEAST);
        let started = Instant::now();
        match source.client.search_page(jql, offset, size, &source.catalog, loop_guard).await {
            Ok(page) => {
                source.page_size.grow(page.issues.len() + page.unreadable.len(), started.elapsed());
                let mut page = Page::from(page);
                by_id::refetch_unreadable(source, &mut page.batch).await?;
                return Ok(page);
            }
            Err(error) if !error.may_be_caused_by_one_listed_issue() => return Err(error),
            Err(error) if error.is_about_size() && size > if error.is_late() { FEW } else { LEAST } => {
                source.page_size.shrink(size, &error);
            }
            Err(error) => {
                tracing::warn!(%error, "fetching a page issue by issue");
                let page = PageAt { jql, offset, size, alone: error.is_late() };
                return page_by_id(source, page, undelivered, loop_guard).await;
            }
        }
    }
}

struct PageAt<'a> {
    jql: &'a str,
    offset: u64,
    size: usize,
    /// Whether issues are requested one by one.
    alone: bool,
}

/// A page that is listed without documents, and whose issues are fetched by id, except those that were `undelivered`
/// before.
async fn page_by_id(
    source: &Source,
    PageAt { jql, offset, size, alone }: PageAt<'_>,
    undelivered: &mut Undelivered,
    loop_guard: &mut LoopGuard,
) -> Result<Page, JiraError> {
    let page =
        stamps::page_at(&source.client, jql, offset, size, (loop_guard, &mut undelivered.unlisted)).await?;
    let listed: Vec<_> = page.stamps.iter().map(|stamp| (stamp.id, stamp.updated)).collect();
    let is_wanted = |id: &u64| !source.resting.contains(id) && !undelivered.issues.contains(id);
    let wanted: Vec<u64> = listed.iter().map(|(id, _)| *id).filter(is_wanted).collect();
    let mut batch =
        if alone { deliver(source, &wanted).await } else { deliver_listed(source, &wanted).await }?;
    if page.nameless > 0 {
        // One warning for each project: the position in the list may differ the next time.
        let document = serde_json::json!({"project": source.place.key()});
        batch.unreadable.push(Unreadable { id: None, document, reason: NAMELESS.to_owned() });
    }
    let shape = Shape::of(page.ends(), page.received(), page.max_results, page.total);
    Ok(Page { batch, listed, shape })
}

/// The listed issues; their lists may be truncated.
async fn deliver_listed(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let mut batch = Batch::default();
    let fetch = |part: Vec<u64>| async move { source.client.search_ids(&part, &source.catalog).await };
    let take = |page: SearchPage| {
        batch.issues.extend(page.issues);
        batch.unreadable.extend(page.unreadable);
    };
    isolate(ids, &source.page_size, fetch, |id| by_id::answers(source, id), take).await?;
    // Unreadable ones are requested again as well.
    batch.unreadable.retain(|issue| issue.id.is_none());
    let delivered: HashSet<u64> = batch.delivered_ids().collect();
    let missing = ids.iter().copied().filter(|id| !delivered.contains(id)).collect();
    by_id::ask(source, missing, &mut batch).await?;
    Ok(batch)
}

/// The issues with these ids; their lists may be truncated. A missing issue would make a request for several fail, so
/// each is requested by itself.
pub(in crate::sync) async fn deliver(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let mut batch = Batch::default();
    by_id::ask(source, ids.to_vec(), &mut batch).await?;
    Ok(batch)
}
