//! Lists that are paged by offset, as most of Jira's are.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::loop_guard::LoopGuard;
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::request::Request,
    wire::{Parsed, Read, Reader, Warning, document},
};

/// A list as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// The items that could be read.
    pub value: Vec<T>,
    /// Whether it is complete: no item was left out, and none can have been missed between two pages.
    pub whole: bool,
    /// What could not be read as documented.
    pub warnings: Vec<Warning>,
}

/// Maximum number of consecutive empty pages that are skipped while the total promises more items.
const MAX_EMPTY_PAGES: u64 = 3;

/// One page. `more` = Jira says that another page follows.
struct Page<T> {
    items: Vec<T>,
    received: u64,
    /// Jira's maximum number of items per page.
    granted: u64,
    more: bool,
    /// The length of the list according to Jira.
    total: Option<u64>,
    /// The items as received.
    content: u64,
    warnings: Vec<Warning>,
}

impl<T> List<T> {
    /// A list that is known to be empty.
    pub(in crate::jira) fn empty() -> Self {
        Self { value: Vec::new(), whole: true, warnings: Vec::new() }
    }
}

impl<T> From<List<T>> for Parsed<Vec<T>> {
    fn from(list: List<T>) -> Self {
        Self { value: list.value, warnings: list.warnings }
    }
}

impl Client {
    /// All pages of a list whose items are in `member`. Servers choose the page size, so the next page starts where the
    /// previous one ended. Stops at the last page, or at an empty one.
    pub(in crate::jira) async fn all_pages<T: Read>(
        &self,
        request: Request,
        member: &'static str,
        page_size: u32,
    ) -> Result<Parsed<Vec<T>>, JiraError> {
        Ok(self.list_of_pages(request, member, page_size).await?.into())
    }

    /// As [`Client::all_pages`], with whether the list is complete. If an item disappears between two requests, those
    /// after it move up and one is missed; the total then differs between the pages.
    pub(in crate::jira) async fn list_of_pages<T: Read>(
        &self,
        request: Request,
        member: &'static str,
        page_size: u32,
    ) -> Result<List<T>, JiraError> {
        let mut all = List::empty();
        let mut totals = Vec::new();
        let (mut start, mut empty) = (0, 0);
        let mut loop_guard = LoopGuard::new();
        loop {
            let request = request.clone().query("startAt", start).query("maxResults", page_size);
            let page = self.fetch(&request, |body| parse_page(body, member, start, page_size.into())).await?;
            all.value.extend(page.items);
            all.warnings.extend(page.warnings);
            totals.extend(page.total);
            empty = if page.received == 0 { empty + 1 } else { 0 };
            let skips_items =
                page.received == 0 && page.total.is_some_and(|total| start + page.granted < total);
            start += if skips_items { page.granted } else { page.received };
            if !page.more || page.received == 0 && (!skips_items || empty > MAX_EMPTY_PAGES) {
                let received = all.value.len() as u64;
                all.whole = !page.more && received == start && totals.iter().all(|total| *total == received);
                return Ok(all);
            }
            let items: &[u64] = if page.received == 0 { &[] } else { &[page.content] };
            loop_guard.page(&request, items)?;
            if let Some(total) = page.total {
                loop_guard.remaining(&request, total.saturating_sub(start))?;
            }
        }
    }

    /// A list without pages.
    pub(in crate::jira) async fn whole_list<T: Read>(
        &self,
        request: Request,
        name: &'static str,
    ) -> Result<Parsed<Vec<T>>, JiraError> {
        Ok(self.list(request, name).await?.into())
    }

    /// As [`Client::whole_list`], with whether all of its items could be read.
    pub(in crate::jira) async fn list<T: Read>(
        &self,
        request: Request,
        name: &'static str,
    ) -> Result<List<T>, JiraError> {
        self.fetch(&request, |body| {
            let Parsed { value: items, mut warnings } = document::list(body, name)?;
            let received = items.len();
            let value = Reader::read_all(items, name, &mut warnings);
            Ok(List { whole: value.len() == received, value, warnings })
        })
        .await
    }
}

fn parse_page<T: Read>(body: &[u8], member: &str, start: u64, asked: u64) -> Result<Page<T>, String> {
    let Parsed { value: mut page, mut warnings } = document::object(body)?;
    let items = document::take_list(&mut page, member)?;
    let received = items.len() as u64;
    let end = start + received;
    // A total below the number of items received is wrong.
    let total = page.get("total").and_then(count).filter(|total| end <= *total);
    let granted = page.get("maxResults").and_then(count).filter(|granted| *granted > 0);
    let granted = granted.map_or(asked, |granted| granted.min(asked));
    let is_last = page.get("isLast").and_then(Value::as_bool);
    // Any sign of another page counts. If it is wrong, an empty page follows and ends the list.
    let more = is_last == Some(false)
        || page.get("nextPage").is_some_and(Value::is_string)
        || total.is_some_and(|total| end < total)
        || is_last.is_none() && total.is_none() && received > 0 && received >= granted;
    let content = if more { content_of(&items) } else { 0 };
    Ok(Page {
        items: Reader::read_all(items, member, &mut warnings),
        received,
        granted,
        more,
        total,
        content,
        warnings,
    })
}

/// A count, sent as a number or as a text.
pub(in crate::jira) fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// A hash of the content of a page.
pub(in crate::jira) fn content_of(items: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    items.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jira::wire::Priority;

    #[test]
    fn last_page_or_total_ends_a_list() {
        let cases = [
            (r#"{"values":[{"id":"1"}],"isLast":false,"total":1}"#, 0, true),
            (r#"{"values":[{"id":"1"}],"isLast":true,"total":9}"#, 0, true),
            (r#"{"values":[{"id":"1"}],"isLast":true,"total":1}"#, 0, false),
            (r#"{"values":[{"id":"1"}],"isLast":true,"nextPage":"https://jira/?startAt=1"}"#, 0, true),
            (r#"{"values":[{"id":"1"}],"isLast":true}"#, 0, false),
            (r#"{"values":[{"id":"1"}],"total":2}"#, 0, true),
            (r#"{"values":[{"id":"1"}],"total":2}"#, 1, false),
            (r#"{"values":[{"id":"1"}]}"#, 0, false),
            (r#"{"values":[{}],"total":1}"#, 0, false),
            (r#"{"values":[{"id":"1"}],"total":"2"}"#, 0, true),
            // A full page that does not say where the list ends, or says so implausibly.
            (r#"{"values":[{"id":"1"}],"maxResults":1}"#, 0, true),
            (r#"{"values":[{"id":"1"}],"maxResults":1,"isLast":true}"#, 0, false),
            (r#"{"values":[{"id":"1"}],"maxResults":1,"total":3}"#, 7, true),
        ];
        for (body, start, more) in cases {
            let page = parse_page::<Priority>(body.as_bytes(), "values", start, 50).unwrap();
            assert_eq!((page.received, page.more), (1, more), "{body}");
        }
    }

    #[test]
    fn page_without_its_list_is_an_error() {
        for body in ["{}", r#"{"values":null}"#, "[]", "{"] {
            assert!(parse_page::<Priority>(body.as_bytes(), "values", 0, 50).is_err(), "{body}");
        }
    }
}
