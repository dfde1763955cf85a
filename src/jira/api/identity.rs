//! What distinguishes one Jira from another.

use app::model::Edition;
use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};

use crate::jira::{
    client::Client,
    error::JiraError,
    transport::{reach::Reach, request::Request},
    wire::{Reader, User, document, id_of},
};

/// How many issues are requested in parallel.
const CONCURRENCY: usize = 4;

/// The properties that distinguish an issue from the issue with the same id in another Jira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueMark {
    pub id: u64,
    pub key: Option<String>,
    /// Its time of creation, which never changes.
    pub created: Option<DateTime<Utc>>,
    /// Account id or user key of its creator.
    pub creator: Option<String>,
}

impl Client {
    /// Cloud's id of this site. A renamed site keeps it, and a sandbox has a different one from its production site.
    /// `None` if there is none, or it cannot be read.
    pub async fn cloud_id(&self) -> Option<String> {
        if self.edition() == Edition::DataCenter {
            return None;
        }
        // Documented at support.atlassian.com, "Retrieve my Atlassian site's cloud ID".
        let request = Request::get(Reach::Reference, "_edge/tenant_info");
        self.fetch(&request, cloud_id).await.ok().flatten()
    }

    /// The issues with these ids that the account may see: one request on Cloud, one per issue on Data Center, whose search
    /// refuses ids that do not exist. Issues that cannot be read are left out.
    ///
    /// # Errors
    ///
    /// If none of the issues can be read, or an error affects the whole site.
    pub async fn issue_marks(&self, ids: &[u64]) -> Result<Vec<IssueMark>, JiraError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        if self.edition() == Edition::Cloud {
            let texts: Vec<String> = ids.iter().map(u64::to_string).collect();
            let body = json!({"issueIdsOrKeys": texts, "fields": ["created", "creator"]});
            let request = self.post(Reach::Issues, "issue/bulkfetch", &body)?;
            match self.fetch(&request, marks).await {
                Err(error) if !error.concerns_whole_site() => {
                    tracing::debug!(%error, "falling back to reading the sample issue by issue");
                }
                answer => return answer,
            }
        }
        let parts: Vec<_> = ids.iter().map(|id| self.issue_mark(*id)).collect();
        let mut answers = stream::iter(parts).buffered(CONCURRENCY);
        let (mut found, mut failed, mut last_error) = (Vec::new(), 0, None);
        while let Some(answer) = answers.next().await {
            match answer {
                Ok(mark) => found.extend(mark),
                Err(error) if error.concerns_whole_site() => return Err(error),
                Err(error) => {
                    failed += 1;
                    last_error = Some(error);
                }
            }
        }
        last_error.filter(|_| failed == ids.len()).map_or(Ok(found), Err)
    }

    async fn issue_mark(&self, id: u64) -> Result<Option<IssueMark>, JiraError> {
        let request = self.get(Reach::Issues, &format!("issue/{id}")).query("fields", "created,creator");
        match self.fetch(&request, |body| Ok(mark(document::object(body)?.value.into()))).await {
            Err(JiraError::NotFound { .. } | JiraError::Forbidden { .. }) => Ok(None),
            answer => answer,
        }
    }
}

fn cloud_id(body: &[u8]) -> Result<Option<String>, String> {
    let info: Map<String, Value> = document::object(body)?.value;
    Ok(info.get("cloudId").and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned))
}

fn marks(body: &[u8]) -> Result<Vec<IssueMark>, String> {
    let mut marks = Vec::new();
    document::each(body, "issues", |issue| marks.extend(mark(issue.value)))?;
    Ok(marks)
}

fn mark(issue: Value) -> Option<IssueMark> {
    let id = issue.get("id").and_then(id_of)?;
    let Value::Object(members) = issue else { return None };
    let mut warnings = Vec::new();
    let mut issue = Reader::new(members, "", &mut warnings);
    let key = issue.text("key");
    let fields =
        issue.inside("fields", |fields| (fields.instant("created"), fields.object::<User>("creator")));
    let (created, creator) = fields.unwrap_or_default();
    Some(IssueMark { id, key, created, creator: creator.map(|user| user.key) })
}
