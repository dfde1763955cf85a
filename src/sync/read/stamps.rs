//! Lists all issues of a project with their `updated`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    isolate::{CULPRITS_BEFORE_CHECK, FEW},
    tally::Tally,
    window::{self, Shape, Window},
};
use crate::{
    jira::{
        Client, Edition, JiraError, LoopGuard, StampPage, Times,
        jql::{Order, Query},
    },
    sync::page_size::part_of,
};

/// `updated` of each issue of a project, by id.
pub(in crate::sync) type IssueStamps = BTreeMap<u64, Option<DateTime<Utc>>>;

/// Issues per page on Data Center.
const PAGE: usize = 1000;

/// The warning about issues without an id.
pub(in crate::sync) const NAMELESS: &str = "Jira lists issues without an id; which ones they are is unknown";

/// A list of issues, compared with Jira's count.
pub(in crate::sync) struct Listing {
    pub stamps: IssueStamps,
    pub tally: Tally,
    /// The maximum number of issues without an id in one of its lists. They are missing from `stamps`, but everything
    /// missing there is requested by id before it counts as gone.
    pub nameless: u64,
}

/// The result of one list.
#[derive(Default)]
struct Listed {
    stamps: IssueStamps,
    nameless: u64,
}

impl Listed {
    fn add(&mut self, page: &StampPage) {
        self.stamps.extend(page.stamps.iter().map(|stamp| (stamp.id, stamp.updated)));
        self.nameless += page.nameless;
    }
}

/// Lists a project: once if Jira's count agrees, otherwise a second time in another order.
pub(in crate::sync) async fn list(client: &Client, project_id: u64) -> Result<Listing, JiraError> {
    let query = Query::project(project_id);
    let Listed { mut stamps, nameless } = in_order(client, &query, Order::Created).await?;
    let listed = stamps.len() as u64 + nameless;
    if let Some(counted) = count(client, &query).await?.filter(|counted| *counted == listed) {
        return Ok(Listing { stamps, tally: Tally::new(listed, counted), nameless });
    }
    let again = list_again(client, &query, Order::Updated, listed, |id| stamps.contains_key(&id)).await?;
    stamps.extend(again.stamps);
    Ok(Listing { stamps, tally: again.tally, nameless: nameless.max(again.nameless) })
}

/// Lists a query in another order, after a first list contained the `known` issues. Returns the new ones, and how both
/// lists together compare with Jira's count.
pub(in crate::sync) async fn list_again(
    client: &Client,
    query: &Query,
    order: Order,
    known: u64,
    is_known: impl Fn(u64) -> bool,
) -> Result<Listing, JiraError> {
    let Listed { mut stamps, nameless } = in_order(client, query, order).await?;
    let counted = count(client, query).await?;
    let second = stamps.len() as u64 + nameless;
    stamps.retain(|id, _| !is_known(*id));
    let together = known + stamps.len() as u64;
    Ok(Listing { stamps, tally: Tally::of_two(known, second, together, counted), nameless })
}

/// How many issues Jira counts; None if it fails: then a list in another order replaces the count.
pub(in crate::sync) async fn count(client: &Client, query: &Query) -> Result<Option<u64>, JiraError> {
    match client.approximate_count(&query.condition()).await {
        Ok(counted) => Ok(Some(counted)),
        Err(error) if !error.may_be_caused_by_one_issue() => Err(error),
        Err(error) => {
            tracing::warn!(%error, "could not count the issues; listing them twice");
            Ok(None)
        }
    }
}

async fn in_order(client: &Client, query: &Query, order: Order) -> Result<Listed, JiraError> {
    let query = query.clone().order_by(order);
    match client.edition() {
        Edition::Cloud => by_token(client, &query).await,
        Edition::DataCenter => by_window(client, &query, order).await,
    }
}

async fn by_token(client: &Client, query: &Query) -> Result<Listed, JiraError> {
    match all_pages(client, query, Times::Wanted).await {
        // One issue may make its page fail. Ids come from the index, without reading the issue.
        Err(error) if error.may_be_caused_by_one_listed_issue() => {
            tracing::warn!(%error, "listing a project without the times of its issues");
            all_pages(client, query, Times::LeftOut).await
        }
        listed => listed,
    }
}

async fn all_pages(client: &Client, query: &Query, times: Times) -> Result<Listed, JiraError> {
    let jql = query.to_string();
    let mut listed = Listed::default();
    let mut token = None;
    let mut loop_guard = LoopGuard::new();
    loop {
        let page = client.stamps_page(&jql, token.as_deref(), times, &mut loop_guard).await?;
        listed.add(&page);
        token = page.next;
        if token.is_none() {
            return Ok(listed);
        }
    }
}

/// A page from `offset` on: a smaller one if an issue makes the request fail, and in the end a page that covers only
/// the culprit's position. `culprits` counts those of a listing.
///
/// # Errors
///
/// Errors that are not about single issues; also too many culprits without a count, or no response to the count.
pub(in crate::sync) async fn page_at(
    client: &Client,
    jql: &str,
    offset: u64,
    size: usize,
    (loop_guard, culprits): (&mut LoopGuard, &mut usize),
) -> Result<StampPage, JiraError> {
    let mut size = size;
    loop {
        let error = match client.stamps_from(jql, offset, size, loop_guard).await {
            Ok(page) => return Ok(page),
            Err(error) if !error.may_be_caused_by_one_listed_issue() => return Err(error),
            Err(error) => error,
        };
        // Each further attempt after a timeout uses up the whole timeout.
        if error.is_late() && size <= FEW {
            return Err(error);
        }
        if size > 1 {
            size = part_of(size, &error);
            continue;
        }
        *culprits += 1;
        let counted = client.approximate_count(jql).await;
        let Some(total) = counted.ok().filter(|total| *culprits < CULPRITS_BEFORE_CHECK && *total > offset)
        else {
            return Err(error);
        };
        tracing::warn!(%error, offset, "could not list an issue");
        return Ok(StampPage { stamps: Vec::new(), nameless: 1, next: None, total, max_results: 1 });
    }
}

/// Lists by windows of the order's time: see [`super::window`].
async fn by_window(client: &Client, query: &Query, order: Order) -> Result<Listed, JiraError> {
    let started = client.server_now();
    let mut listed = Listed::default();
    let mut window = Window::default();
    let (mut loop_guard, mut culprits) = (window::loop_guard(), 0);
    loop {
        let bounded = match window.from {
            Some(from) if order == Order::Updated => query.clone().updated_from(from),
            Some(from) => query.clone().created_from(from),
            None => query.clone(),
        };
        let place = (&mut loop_guard, &mut culprits);
        let page = page_at(client, &bounded.to_string(), window.offset, PAGE, place).await?;
        let before = listed.stamps.len();
        listed.add(&page);
        let shape = Shape::of(page.ends(), page.received(), page.max_results, page.total);
        let last = page.stamps.iter().filter_map(|stamp| stamp.at(order)).max();
        match window.next(&shape, last) {
            // An issue that keeps changing would make a listing by `updated` go on forever.
            Some(next)
                if listed.stamps.len() > before
                    || next.offset > 0
                    || next.from.is_none_or(|from| from <= started) =>
            {
                window = next;
            }
            _ => return Ok(listed),
        }
    }
}
