//! Data Center's search: complete issues with their changelogs, by offset.

use app::model::Edition;
use serde_json::{Value, json};

use super::{cloud::Fetched, jql, loop_guard::LoopGuard, page};
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::reach::Reach,
    wire::{FieldCatalog, Issue, Unreadable, document},
};

/// A page of issues.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPage {
    /// The issues, in the order of the query.
    pub issues: Vec<Issue>,
    /// Items received that are not valid issues.
    pub unreadable: Vec<Unreadable>,
    /// How many issues match the query at this moment.
    pub total: u64,
    /// The page size that Jira applied; it silently caps the requested one.
    pub max_results: u64,
}

impl Client {
    /// Issues with all fields and their changelogs, from offset `start_at` on. Offsets are valid only while the order does
    /// not change, and some versions refuse those beyond 10,000. Data Center only.
    pub async fn search_page(
        &self,
        jql: &str,
        start_at: u64,
        max: usize,
        catalog: &FieldCatalog,
        loop_guard: &mut LoopGuard,
    ) -> Result<SearchPage, JiraError> {
        let body = json!({
            "jql": jql, "startAt": start_at, "maxResults": max, "fields": ["*all"], "expand": ["changelog"],
        });
        let request = self.post(Reach::Issues, "search", &body)?.divisible();
        let page = self.fetch(&request, |body| search_page(body, catalog)).await?;
        let received = (page.issues.len() + page.unreadable.len()) as u64;
        if start_at + page.max_results.max(received) < page.total {
            let unreadable = page.unreadable.iter().filter_map(|issue| issue.id);
            let ids: Vec<u64> = page.issues.iter().map(|issue| issue.id).chain(unreadable).collect();
            loop_guard.page_at(&request, start_at, &ids)?;
        }
        Ok(page)
    }

    /// Issues by id, as [`Self::search_page`] returns them. Issues missing from the search index are absent, and an id that
    /// does not exist is an error. Data Center only.
    pub async fn search_ids(&self, ids: &[u64], catalog: &FieldCatalog) -> Result<SearchPage, JiraError> {
        self.search_page(&jql::with_ids(ids), 0, ids.len(), catalog, &mut LoopGuard::new()).await
    }

    /// How many issues match `jql`. Exact on Data Center, approximate on Cloud.
    pub async fn approximate_count(&self, jql: &str) -> Result<u64, JiraError> {
        let (path, body, member) = match self.edition() {
            Edition::Cloud => ("search/approximate-count", json!({"jql": jql}), "count"),
            Edition::DataCenter => {
                ("search", json!({"jql": jql, "maxResults": 0, "fields": ["id"]}), "total")
            }
        };
        let request = self.post(Reach::Reference, path, &body)?;
        self.fetch(&request, |body| number(&document::object(body)?.value, member)).await
    }
}

fn search_page(body: &[u8], catalog: &FieldCatalog) -> Result<SearchPage, String> {
    let mut fetched = Fetched::default();
    let page = document::each(body, "issues", |document| fetched.take(document, catalog))?;
    let Fetched { issues, unreadable, .. } = fetched;
    let received = (issues.len() + unreadable.len()) as u64;
    let max_results = number(&page, "maxResults").unwrap_or(received);
    Ok(SearchPage { issues, unreadable, total: number(&page, "total")?, max_results })
}

pub(in crate::jira) fn number(members: &serde_json::Map<String, Value>, member: &str) -> Result<u64, String> {
    let count = members.get(member).and_then(page::count).filter(|count| i64::try_from(*count).is_ok());
    count.ok_or_else(|| format!("{member} is missing or not a count"))
}
