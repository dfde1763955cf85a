//! The fast way to read issues on Cloud: pages of ids, then issues and changelogs by id in parallel.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    loop_guard::LoopGuard,
    search_jql::{MAX_PAGE, next_token},
};
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::reach::Reach,
    wire::{
        FieldCatalog, History, Issue, Parsed, RawIssue, Reader, Unreadable, Warning,
        document::{self, Document},
        id_of,
    },
};

/// Maximum number of issues per changelog request.
const MAX_CHANGELOG_ISSUES: usize = 1000;
/// Changelog entries per page: about a megabyte.
const CHANGELOG_PAGE: usize = 2000;

/// A page of issue ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdPage {
    /// The numeric ids, in the order of the query.
    pub ids: Vec<u64>,
    /// The token of the next page. `None` = this is the last.
    pub next: Option<String>,
    /// There is no token although Jira says that this is not the last page: the listing ends early.
    pub cut: bool,
    /// One for each row without a usable id.
    pub warnings: Vec<Warning>,
}

/// Issues requested by id. Jira silently leaves out those that are missing or forbidden.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fetched {
    /// The issues received.
    pub issues: Vec<Issue>,
    /// Items received that are not valid issues.
    pub unreadable: Vec<Unreadable>,
    /// Issues that Jira failed to deliver; worth a retry.
    pub errors: Vec<IssueError>,
}

/// An issue that Jira failed to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueError {
    /// Its id; `None` if Jira names none.
    pub id: Option<u64>,
}

impl Client {
    /// A page of the ids of the issues that match `jql`: at most `max` (1..=5000), and possibly fewer although more pages
    /// follow. `token` is the [`IdPage::next`] of the previous page. Cloud only.
    pub async fn issue_ids_page(
        &self,
        jql: &str,
        token: Option<&str>,
        max: usize,
        loop_guard: &mut LoopGuard,
    ) -> Result<IdPage, JiraError> {
        let body = json!({"jql": jql, "fields": ["id"], "maxResults": max.clamp(1, MAX_PAGE)});
        self.search_jql(body, token, loop_guard, id_page, |page| (page.next.as_deref(), &page.ids)).await
    }

    /// At most 100 issues by id, with all fields but without changelogs. Cloud only.
    pub async fn bulk_fetch(&self, ids: &[u64], catalog: &FieldCatalog) -> Result<Fetched, JiraError> {
        let body = json!({"issueIdsOrKeys": texts(ids), "fields": ["*all"]});
        let request = self.post(Reach::Issues, "issue/bulkfetch", &body)?.divisible();
        self.fetch(&request, |body| Fetched::parse(body, catalog)).await
    }

    /// The complete changelogs of issues by id, oldest entry first. Issues that have no entries, or that the account may
    /// not see, are absent. Cloud only.
    pub async fn bulk_changelogs(
        &self,
        ids: &[u64],
    ) -> Result<Parsed<HashMap<u64, Vec<History>>>, JiraError> {
        let mut value: HashMap<u64, Vec<History>> = HashMap::with_capacity(ids.len());
        let mut warnings = Vec::new();
        for part in ids.chunks(MAX_CHANGELOG_ISSUES) {
            let mut body = json!({"issueIdsOrKeys": texts(part), "maxResults": CHANGELOG_PAGE});
            let mut loop_guard = LoopGuard::new();
            let mut token: Option<String> = None;
            loop {
                let request = self.post(Reach::Issues, "changelog/bulkfetch", &body)?.divisible();
                let page = self.fetch(&request, changelog_page).await?;
                let ids: Vec<_> = page.value.issues.iter().map(content_of).collect();
                for (issue, histories) in page.value.issues {
                    value.entry(issue).or_default().extend(histories);
                }
                warnings.extend(page.warnings);
                let Some(next) = page.value.next else { break };
                loop_guard.token(&request, token.as_deref(), &next)?;
                loop_guard.page(&request, &ids)?;
                token = Some(next.clone());
                body["nextPageToken"] = next.into();
            }
        }
        Ok(Parsed { value, warnings })
    }
}

impl Fetched {
    fn parse(body: &[u8], catalog: &FieldCatalog) -> Result<Self, String> {
        let mut fetched = Self::default();
        let mut page = document::each(body, "issues", |document| fetched.take(document, catalog))?;
        if let Some(Value::Array(errors)) = page.remove("issueErrors") {
            fetched.errors =
                errors.iter().map(|error| IssueError { id: error.get("id").and_then(id_of) }).collect();
        }
        Ok(fetched)
    }

    /// Adds one item of a list of issues.
    pub(in crate::jira) fn take(&mut self, document: Document, catalog: &FieldCatalog) {
        match RawIssue::from_document(document) {
            Ok(issue) => self.issues.push(issue.into_issue(catalog)),
            Err(unreadable) => self.unreadable.push(unreadable),
        }
    }
}

struct ChangelogPage {
    issues: Vec<(u64, Vec<History>)>,
    next: Option<String>,
}

fn id_page(body: &[u8]) -> Result<IdPage, String> {
    let Parsed { value: mut page, mut warnings } = document::object(body)?;
    let rows = document::take_list(&mut page, "issues")?;
    let mut ids = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        match row.get("id").and_then(id_of) {
            Some(id) => ids.push(id),
            None => warnings.push(Warning {
                path: format!("issues[{index}].id"),
                problem: "an issue without a numeric id was left out".to_owned(),
            }),
        }
    }
    let next = next_token(&page);
    let cut = next.is_none() && page.get("isLast").and_then(Value::as_bool) == Some(false);
    Ok(IdPage { ids, next, cut, warnings })
}

fn changelog_page(body: &[u8]) -> Result<Parsed<ChangelogPage>, String> {
    let mut warnings = Vec::new();
    let mut issues = Vec::new();
    let mut index = 0;
    let page = document::each(body, "issueChangeLogs", |log| {
        let root = format!("issueChangeLogs[{index}]");
        index += 1;
        warnings.extend(log.warnings.into_iter().map(|warning| warning.below(&root)));
        let Value::Object(members) = log.value else {
            warnings.push(Warning { path: root, problem: "is not an object".to_owned() });
            return;
        };
        let mut reader = Reader::new(members, &root, &mut warnings);
        match reader.id("issueId") {
            Some(issue) => issues.push((issue, reader.list("changeHistories"))),
            None => reader.warn("issueId", "is missing, so the entries belong to no issue"),
        }
    })?;
    Ok(Parsed { value: ChangelogPage { issues, next: next_token(&page) }, warnings })
}

/// An issue's id, and the ids of its entries on the page.
fn content_of((issue, histories): &(u64, Vec<History>)) -> (u64, Vec<u64>) {
    (*issue, histories.iter().map(|history| history.id).collect())
}

fn texts(ids: &[u64]) -> Vec<String> {
    ids.iter().map(u64::to_string).collect()
}
