//! A single issue, and its complete lists of comments, worklogs, changelog entries and remote links.

use app::model::Edition;
use serde_json::Value;

use super::cloud::Fetched;
use crate::jira::{
    client::Client,
    error::{JiraError, if_shown},
    transport::reach::Reach,
    wire::{Comment, FieldCatalog, History, Parsed, Reader, RemoteLink, Worklog, document},
};

impl Client {
    /// One issue by id, with its changelog on Data Center. Empty if it does not exist or is hidden: Jira does not
    /// distinguish the two.
    pub async fn issue(&self, issue_id: u64, catalog: &FieldCatalog) -> Result<Fetched, JiraError> {
        let mut request = self.get(Reach::Issues, &format!("issue/{issue_id}")).query("fields", "*all");
        if self.edition() == Edition::DataCenter {
            request = request.query("expand", "changelog");
        }
        let parse = |body: &[u8]| {
            let mut fetched = Fetched::default();
            fetched.take(document::whole(body)?, catalog);
            Ok(fetched)
        };
        Ok(if_shown(self.fetch(&request, parse).await)?.unwrap_or_default())
    }

    /// Whether Jira shows this issue.
    pub async fn has_issue(&self, issue_id: u64) -> Result<bool, JiraError> {
        let request = self.get(Reach::Issues, &format!("issue/{issue_id}")).query("fields", "id");
        match if_shown(self.fetch(&request, |body| document::object(body).map(drop)).await) {
            Err(JiraError::Forbidden { .. }) => Ok(false),
            answer => answer.map(|shown| shown.is_some()),
        }
    }

    /// One issue as Jira sends it; `None` if Jira does not show it.
    pub async fn document(&self, issue_id: u64) -> Result<Option<Value>, JiraError> {
        let request = self.get(Reach::Issues, &format!("issue/{issue_id}")).query("fields", "*all");
        let parse = |body: &[u8]| document::verbatim(body).map(|document| document.value);
        match self.fetch(&request, parse).await {
            Err(JiraError::NotFound { .. }) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// All comments of an issue, oldest first.
    pub async fn comments(&self, issue_id: u64) -> Result<Parsed<Vec<Comment>>, JiraError> {
        let request =
            self.get(Reach::Issues, &format!("issue/{issue_id}/comment")).query("orderBy", "created");
        self.all_pages(request, "comments", 100).await
    }

    /// All worklogs of an issue, oldest first.
    pub async fn worklogs(&self, issue_id: u64) -> Result<Parsed<Vec<Worklog>>, JiraError> {
        self.all_pages(self.get(Reach::Issues, &format!("issue/{issue_id}/worklog")), "worklogs", 1000).await
    }

    /// The whole changelog of an issue.
    pub async fn changelog(&self, issue_id: u64) -> Result<Parsed<Vec<History>>, JiraError> {
        match self.edition() {
            Edition::Cloud => {
                self.all_pages(self.get(Reach::Issues, &format!("issue/{issue_id}/changelog")), "values", 100)
                    .await
            }
            Edition::DataCenter => {
                let request = self
                    .get(Reach::Issues, &format!("issue/{issue_id}"))
                    .query("fields", "id")
                    .query("expand", "changelog");
                let (expanded, total) = self.fetch(&request, expanded_changelog).await?;
                if expanded.value.len() as u64 >= total.unwrap_or_default() {
                    return Ok(expanded);
                }
                // The expanded changelog is truncated as well. Newer versions also have a paged list.
                let paged = self.get(Reach::Issues, &format!("issue/{issue_id}/changelog"));
                match self.all_pages(paged, "values", 100).await {
                    Ok(paged) if paged.value.len() > expanded.value.len() => Ok(paged),
                    Err(error) if !error.may_be_caused_by_one_issue() => Err(error),
                    _ => Ok(expanded),
                }
            }
        }
    }

    /// The links from an issue to resources outside Jira.
    pub async fn remote_links(&self, issue_id: u64) -> Result<Parsed<Vec<RemoteLink>>, JiraError> {
        self.whole_list(self.get(Reach::Issues, &format!("issue/{issue_id}/remotelink")), "remotelink").await
    }
}

/// The changelog expanded inside an issue, and its total length according to Jira.
fn expanded_changelog(body: &[u8]) -> Result<(Parsed<Vec<History>>, Option<u64>), String> {
    let Parsed { value: issue, mut warnings } = document::object(body)?;
    let mut issue = Reader::new(issue, "", &mut warnings);
    let read = issue.inside("changelog", |changelog| {
        let total = changelog.integer("total").and_then(|total| u64::try_from(total).ok());
        (changelog.list("histories"), total)
    });
    let (value, total) = read.ok_or("the issue lacks its changelog")?;
    Ok((Parsed { value, warnings }, total))
}
