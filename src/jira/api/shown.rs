//! Which of many issues Jira shows, in one request.

use app::model::Edition;
use std::collections::HashSet;

use serde_json::json;

use super::jql;
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::reach::Reach,
    wire::{document, id_of},
};

/// Maximum number of issues per request, as set by Cloud.
pub const MAX_SHOWN: usize = 100;

impl Client {
    /// Returns those of the issues (at most [`MAX_SHOWN`]) that Jira shows to the account. The absence of an issue
    /// proves nothing: it may be deleted, hidden, not yet in the index of Data Center, or temporarily unreadable.
    pub async fn shown(&self, ids: &[u64]) -> Result<HashSet<u64>, JiraError> {
        // Any field will do: only the ids are needed.
        let fields = ["created"];
        let request = match self.edition() {
            Edition::Cloud => {
                let names: Vec<String> = ids.iter().map(u64::to_string).collect();
                let body = json!({"issueIdsOrKeys": names, "fields": fields});
                self.post(Reach::Issues, "issue/bulkfetch", &body)?
            }
            Edition::DataCenter => {
                // Otherwise one id that does not exist turns the whole search into a 400 ("does not exist for the field
                // 'id'"): https://github.com/atlassian-api/atlassian-python-api/pull/752.
                let body = json!({
                    "jql": jql::with_ids(ids), "maxResults": ids.len(), "fields": fields, "validateQuery": false,
                });
                self.post(Reach::Issues, "search", &body)?
            }
        };
        self.fetch(&request, |body| {
            let mut shown = HashSet::new();
            document::each(body, "issues", |issue| shown.extend(issue.value.get("id").and_then(id_of)))?;
            shown.retain(|id| ids.contains(id));
            Ok(shown)
        })
        .await
    }
}
