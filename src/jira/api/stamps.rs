//! All issues of a project by id, with the two times that show whether a copy is current.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{
    datacenter::number,
    jql::Order,
    loop_guard::LoopGuard,
    search_jql::{MAX_PAGE, next_token},
};
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::reach::Reach,
    wire::{Reader, document, id_of},
};

/// The properties of an issue that show whether a copy is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IssueStamp {
    /// Jira's id.
    pub id: u64,
    /// Its time of creation, which never changes.
    pub created: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
}

impl IssueStamp {
    /// The time that a query in this order sorts by.
    pub fn at(&self, order: Order) -> Option<DateTime<Utc>> {
        match order {
            Order::Updated => self.updated,
            Order::Created | Order::Key => self.created,
        }
    }
}

/// Whether stamps include their times. Without them, Jira does not have to load the issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    Wanted,
    LeftOut,
}

/// A page of stamps by token, or by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampPage {
    /// In the order of the query.
    pub stamps: Vec<IssueStamp>,
    /// Number of issues without a usable id.
    pub nameless: u64,
    /// Cloud: the token of the next page. `None` = this is the last.
    pub next: Option<String>,
    /// Data Center: how many issues match the query.
    pub total: u64,
    /// Data Center: the page size that Jira applied.
    pub max_results: u64,
}

impl StampPage {
    /// Number of issues received, with or without an id.
    pub fn received(&self) -> u64 {
        self.stamps.len() as u64 + self.nameless
    }

    /// Ids of the first and the last issue; `None` if one of them may lack an id.
    pub fn ends(&self) -> Option<(u64, u64)> {
        let ends = self.stamps.first().zip(self.stamps.last()).map(|(first, last)| (first.id, last.id));
        ends.filter(|_| self.nameless == 0)
    }
}

impl Client {
    /// A page of the stamps of issues that match `jql`, as large as Jira allows. Cloud only.
    pub async fn stamps_page(
        &self,
        jql: &str,
        token: Option<&str>,
        times: Times,
        loop_guard: &mut LoopGuard,
    ) -> Result<StampPage, JiraError> {
        let fields: &[&str] = match times {
            Times::Wanted => &["created", "updated"],
            Times::LeftOut => &["id"],
        };
        let body = json!({"jql": jql, "fields": fields, "maxResults": MAX_PAGE});
        self.search_jql(body, token, loop_guard, by_token, |page| (page.next.as_deref(), &page.stamps)).await
    }

    /// At most `max` stamps of issues that match `jql`, from offset `start_at` on. If `max` is more than one, the caller
    /// requests fewer after a failure. Data Center only.
    pub async fn stamps_from(
        &self,
        jql: &str,
        start_at: u64,
        max: usize,
        loop_guard: &mut LoopGuard,
    ) -> Result<StampPage, JiraError> {
        let body =
            json!({"jql": jql, "startAt": start_at, "maxResults": max, "fields": ["created", "updated"]});
        let request = self.post(Reach::Essential, "search", &body)?;
        let request = if max > 1 { request.divisible() } else { request };
        let page = self.fetch(&request, by_offset).await?;
        let end = start_at + page.max_results.max(page.received());
        if end < page.total {
            loop_guard.page_at(&request, start_at, &page.stamps)?;
        }
        Ok(page)
    }
}

fn by_token(body: &[u8]) -> Result<StampPage, String> {
    let (page, members) = read(body)?;
    let count = page.received();
    Ok(StampPage { total: count, max_results: count, next: next_token(&members), ..page })
}

fn by_offset(body: &[u8]) -> Result<StampPage, String> {
    let (page, members) = read(body)?;
    let max_results = number(&members, "maxResults").unwrap_or(page.received());
    Ok(StampPage { total: number(&members, "total")?, max_results, ..page })
}

/// The stamps of a page, and its other members.
fn read(body: &[u8]) -> Result<(StampPage, Map<String, Value>), String> {
    let mut page = StampPage { stamps: Vec::new(), nameless: 0, next: None, total: 0, max_results: 0 };
    let members = document::each(body, "issues", |issue| match stamp(issue.value) {
        Some(stamp) => page.stamps.push(stamp),
        None => page.nameless += 1,
    })?;
    Ok((page, members))
}

fn stamp(issue: Value) -> Option<IssueStamp> {
    let id = issue.get("id").and_then(id_of)?;
    let Value::Object(members) = issue else { return None };
    let mut warnings = Vec::new();
    let times = Reader::new(members, "", &mut warnings)
        .inside("fields", |fields| (fields.instant("created"), fields.instant("updated")));
    let (created, updated) = times.unwrap_or_default();
    Some(IssueStamp { id, created, updated })
}
