//! The list of a project's issues, whole, with when each was changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::window::{self, Shape, Window};
use crate::jira::{
    Client, Edition, Head, JiraError, Rounds,
    jql::{Order, Query},
};

/// When each issue of a project was changed last, by id.
pub(super) type Heads = BTreeMap<u64, Option<DateTime<Utc>>>;

/// Listings until Jira's count and its list agree: people work on it meanwhile.
const LISTINGS: usize = 3;

/// Issues a page on Data Center.
const PAGE: usize = 1000;

/// A list of issues, and how many Jira says there are.
pub(super) struct Listing {
    pub heads: Heads,
    pub counted: u64,
}

impl Listing {
    /// Whether the list can be believed to be whole.
    pub(super) fn is_whole(&self) -> bool {
        self.heads.len() as u64 == self.counted
    }
}

/// Lists a project, again while the count differs.
pub(super) async fn list(client: &Client, project_id: u64) -> Result<Listing, JiraError> {
    let query = Query::project(project_id).order_by(Order::Created);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let heads = match client.edition() {
            Edition::Cloud => by_token(client, &query).await?,
            Edition::DataCenter => by_window(client, &query).await?,
        };
        let listing = Listing { heads, counted: client.approximate_count(&query.condition()).await? };
        if listing.is_whole() || attempts == LISTINGS {
            return Ok(listing);
        }
    }
}

async fn by_token(client: &Client, query: &Query) -> Result<Heads, JiraError> {
    let jql = query.to_string();
    let mut heads = Heads::new();
    let mut token = None;
    let mut rounds = Rounds::new();
    loop {
        let page = client.heads_page(&jql, token.as_deref(), &mut rounds).await?;
        add(&mut heads, &page.heads);
        token = page.next;
        if token.is_none() {
            return Ok(heads);
        }
    }
}

/// By windows along `created`, which never changes: see [`super::window`].
async fn by_window(client: &Client, query: &Query) -> Result<Heads, JiraError> {
    let mut heads = Heads::new();
    let mut window = Window::default();
    let mut rounds = window::rounds();
    loop {
        let jql = match window.from {
            Some(from) => query.clone().created_from(from).to_string(),
            None => query.to_string(),
        };
        let page = client.heads_from(&jql, window.offset, PAGE, &mut rounds).await?;
        add(&mut heads, &page.heads);
        let ends = page.heads.first().zip(page.heads.last()).map(|(first, last)| (first.id, last.id));
        let shape = Shape::of(ends, page.heads.len() as u64, page.max_results, page.total);
        let last = page.heads.iter().filter_map(|head| head.created).max();
        match window.next(&shape, last) {
            Some(next) => window = next,
            None => return Ok(heads),
        }
    }
}

fn add(heads: &mut Heads, page: &[Head]) {
    heads.extend(page.iter().map(|head| (head.id, head.updated)));
}
