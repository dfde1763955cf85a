//! Cloud's search (`search/jql`), whose pages follow each other by tokens.

use std::hash::Hash;

use serde_json::{Map, Value};

use super::loop_guard::LoopGuard;
use crate::jira::{client::Client, error::JiraError, transport::reach::Reach};

/// Maximum number of issues per page.
pub(in crate::jira) const MAX_PAGE: usize = 5000;

impl Client {
    /// Sends the search `body` for the page with this `token` (`None` = the first page). `outline` returns the next
    /// page's token and this page's items; from the items, `loop_guard` recognises a listing that never ends.
    pub(in crate::jira) async fn search_jql<P, T: Hash>(
        &self,
        mut body: Value,
        token: Option<&str>,
        loop_guard: &mut LoopGuard,
        parse: fn(&[u8]) -> Result<P, String>,
        outline: fn(&P) -> (Option<&str>, &[T]),
    ) -> Result<P, JiraError> {
        if let Some(token) = token {
            body["nextPageToken"] = token.into();
        }
        let request = self.post(Reach::Essential, "search/jql", &body)?;
        let page = self.fetch(&request, parse).await?;
        if let (Some(next), items) = outline(&page) {
            loop_guard.token(&request, token, next)?;
            loop_guard.page(&request, items)?;
        }
        Ok(page)
    }
}

/// The token of the next page. It alone decides whether there is one, whatever `isLast` says.
pub(in crate::jira) fn next_token(page: &Map<String, Value>) -> Option<String> {
    page.get("nextPageToken").and_then(Value::as_str).filter(|token| !token.is_empty()).map(str::to_owned)
}
