//! What tells one Jira from another.

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

/// Issues that are looked at side by side.
const CONCURRENCY: usize = 4;

/// What `serverInfo` says of a Jira, to anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerInfo {
    /// `Cloud`, or anything else.
    pub(in crate::jira) deployment_type: Option<String>,
    /// The address that its administrator gave it.
    pub base_url: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// As much of an issue as tells it from the issue of the same id in another Jira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueMark {
    pub id: u64,
    pub key: Option<String>,
    /// When it was entered; never changes.
    pub created: Option<DateTime<Utc>>,
    /// Who entered it, by account id or user key.
    pub creator: Option<String>,
}

impl Client {
    /// Cloud's id of this site, which a sandbox does not share with its production site and which a renamed site
    /// keeps. None where there is none, or where it is not told.
    pub async fn cloud_id(&self) -> Option<String> {
        if self.edition() == Edition::DataCenter {
            return None;
        }
        // Documented at support.atlassian.com, "Retrieve my Atlassian site's cloud ID".
        let request = Request::get(Reach::Reference, "_edge/tenant_info");
        self.fetch(&request, cloud_id).await.ok().flatten()
    }

    /// The issues with these ids that the account may see: one request on Cloud, one for each on Data Center, whose
    /// search refuses ids that are not there. An issue that cannot be read is left out; errors: all of them cannot.
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
                    tracing::debug!(%error, "the sample is read one by one");
                }
                answer => return answer,
            }
        }
        let parts: Vec<_> = ids.iter().map(|id| self.issue_mark(*id)).collect();
        let mut answers = stream::iter(parts).buffered(CONCURRENCY);
        let (mut found, mut unread, mut refused) = (Vec::new(), 0, None);
        while let Some(answer) = answers.next().await {
            match answer {
                Ok(mark) => found.extend(mark),
                Err(error) if error.concerns_whole_site() => return Err(error),
                Err(error) => {
                    unread += 1;
                    refused = Some(error);
                }
            }
        }
        refused.filter(|_| unread == ids.len()).map_or(Ok(found), Err)
    }

    async fn issue_mark(&self, id: u64) -> Result<Option<IssueMark>, JiraError> {
        let request = self.get(Reach::Issues, &format!("issue/{id}")).query("fields", "created,creator");
        match self.fetch(&request, |body| Ok(mark(document::object(body)?.value.into()))).await {
            Err(JiraError::NotFound { .. } | JiraError::Forbidden { .. }) => Ok(None),
            answer => answer,
        }
    }
}

/// `serverInfo`, which must at least say what it is.
pub(in crate::jira) fn server_info(body: &[u8]) -> Result<ServerInfo, String> {
    let mut warnings = Vec::new();
    let mut info = Reader::new(document::object(body)?.value, "serverInfo", &mut warnings);
    let (stated, version) = (info.text("deploymentType"), info.text("version"));
    if stated.is_none() && version.is_none() {
        return Err("serverInfo names neither deploymentType nor version".to_owned());
    }
    // Cloud counts from 1000 on ("1001.0.0-SNAPSHOT"); no Data Center will get there.
    let is_cloud = |version: &String| version.split('.').next().is_some_and(|major| major.len() >= 4);
    let deployment_type = stated.or_else(|| version.filter(is_cloud).map(|_| "Cloud".to_owned()));
    Ok(ServerInfo { deployment_type, base_url: info.text("baseUrl"), title: info.text("serverTitle") })
}

fn cloud_id(body: &[u8]) -> Result<Option<String>, String> {
    let told: Map<String, Value> = document::object(body)?.value;
    Ok(told.get("cloudId").and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned))
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
    let said = issue.inside("fields", |fields| (fields.instant("created"), fields.object::<User>("creator")));
    let (created, creator) = said.unwrap_or_default();
    Some(IssueMark { id, key, created, creator: creator.map(|user| user.key) })
}
