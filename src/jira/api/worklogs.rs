//! Jira's feeds of changed and deleted worklogs, which are not reflected in the `updated` of their issues.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::loop_guard::LoopGuard;
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::reach::Reach,
    wire::{Parsed, Read, Reader, Warning, Worklog, document},
};

/// A page of changed or deleted worklogs, oldest first. Jira leaves out the last minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklogChanges {
    /// The ids of the worklogs, and when they changed.
    pub changes: Vec<(u64, DateTime<Utc>)>,
    /// The end of the period that this page covers, according to Jira.
    pub until: Option<DateTime<Utc>>,
    /// Whether this is the last page.
    pub last: bool,
    /// What could not be read as documented.
    pub warnings: Vec<Warning>,
}

struct Change(u64, DateTime<Utc>);

impl Read for Change {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self(reader.id("worklogId")?, reader.instant("updatedTime")?))
    }
}

impl Client {
    /// Worklogs created or changed since then.
    pub async fn worklogs_updated(
        &self,
        since: DateTime<Utc>,
        loop_guard: &mut LoopGuard,
    ) -> Result<WorklogChanges, JiraError> {
        self.worklog_changes("worklog/updated", since, loop_guard).await
    }

    /// Worklogs deleted since then.
    pub async fn worklogs_deleted(
        &self,
        since: DateTime<Utc>,
        loop_guard: &mut LoopGuard,
    ) -> Result<WorklogChanges, JiraError> {
        self.worklog_changes("worklog/deleted", since, loop_guard).await
    }

    /// At most 1000 worklogs by id, with the ids of their issues. Those that the account may not see are absent.
    pub async fn worklogs_by_id(&self, ids: &[u64]) -> Result<Parsed<Vec<Worklog>>, JiraError> {
        let request = self.post(Reach::Reference, "worklog/list", &json!({"ids": ids}))?;
        self.whole_list(request, "worklogs").await
    }

    async fn worklog_changes(
        &self,
        path: &str,
        since: DateTime<Utc>,
        loop_guard: &mut LoopGuard,
    ) -> Result<WorklogChanges, JiraError> {
        let request = self.get(Reach::Reference, path).query("since", since.timestamp_millis());
        let page = self.fetch(&request, worklog_changes).await?;
        if !page.last {
            loop_guard.page(&request, &page.changes)?;
        }
        Ok(page)
    }
}

fn worklog_changes(body: &[u8]) -> Result<WorklogChanges, String> {
    let Parsed { value: mut page, mut warnings } = document::object(body)?;
    let values = document::take_list(&mut page, "values")?;
    let changes: Vec<Change> = Reader::read_all(values, "values", &mut warnings);
    let mut page = Reader::new(page, "", &mut warnings);
    let (until, last) = (page.instant("until"), page.flag("lastPage").unwrap_or(true));
    let changes = changes.into_iter().map(|Change(id, at)| (id, at)).collect();
    Ok(WorklogChanges { changes, until, last, warnings })
}
