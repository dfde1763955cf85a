use app::{
    error::ApiError,
    model::{Issue, IssuePage, IssueQuery},
    service::{IssueService, Principal},
};
use async_trait::async_trait;
use serde_json::{Value, json};

use super::{failure, limits::limit, times::timestamp};
use crate::{
    jira::wire::document,
    store::{Database, IssueSearch, IssueView},
};

/// The mirrored issues.
pub(super) struct Issues {
    database: Database,
}

impl Issues {
    pub(super) fn new(database: Database) -> Self {
        Self { database }
    }

    async fn page(&self, search: IssueSearch, limit: u64, offset: u64) -> Result<IssuePage, ApiError> {
        let found = self.database.issues().search(&search, limit, offset).await;
        let (total, rows) = found.map_err(failure::store)?;
        let has_more = offset.saturating_add(rows.len() as u64) < total && !rows.is_empty();
        Ok(IssuePage { total, items: rows.into_iter().map(issue).collect(), has_more })
    }
}

#[async_trait]
impl IssueService for Issues {
    async fn issue(&self, _: &Principal, key: &str) -> Result<Issue, ApiError> {
        let row = self.database.issues().by_key(key).await.map_err(failure::store)?;
        row.map(issue).ok_or_else(|| {
            ApiError::not_found(format!(
                "The mirror has no issue {key}. If it is new, the next sync fetches it."
            ))
        })
    }

    async fn search(&self, _: &Principal, query: IssueQuery) -> Result<IssuePage, ApiError> {
        let limit = limit(query.limit, 50)?;
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let search = IssueSearch {
            text: given(query.query),
            project_key: given(query.project_key),
            status: given(query.status),
            issue_type: given(query.issue_type),
            assignee: given(query.assignee),
            instance: given(query.instance),
        };
        self.page(search, limit, query.offset.unwrap_or(0)).await
    }

    async fn recent(&self, _: &Principal, asked: u64) -> Result<IssuePage, ApiError> {
        self.page(IssueSearch::default(), limit(Some(asked), 20)?, 0).await
    }
}

fn issue(row: IssueView) -> Issue {
    let url = format!("{}/browse/{}", row.base_url.trim_end_matches('/'), row.key);
    Issue {
        fields: fields(&row),
        issue_key: row.key,
        summary: row.summary,
        status: row.status,
        issue_type: row.issue_type,
        created: row.created_at.map(timestamp),
        updated: row.updated_at.map(timestamp),
        project_key: row.project_key,
        instance: row.instance,
        url,
    }
}

/// The columns that are not members of [`Issue`] themselves, and the custom fields by their id.
fn fields(row: &IssueView) -> Value {
    let columns = json!({
        "id": row.id,
        "status_category": row.status_category,
        "priority": row.priority,
        "resolution": row.resolution,
        "description": row.description_text,
        "assignee_id": row.assignee_id,
        "assignee": row.assignee,
        "reporter_id": row.reporter_id,
        "reporter": row.reporter,
        "creator_id": row.creator_id,
        "parent_key": row.parent_key,
        "labels": row.labels,
        "resolved": row.resolved_at.map(timestamp),
        "due_date": row.due_date,
        "original_estimate_seconds": row.original_estimate_seconds,
        "remaining_estimate_seconds": row.remaining_estimate_seconds,
        "time_spent_seconds": row.time_spent_seconds,
        "story_points": row.story_points,
        "deleted": row.deleted_at.map(timestamp),
        "deletion_kind": row.deletion_kind.map(|kind| kind.0),
        "synced": timestamp(row.synced_at),
    });
    let custom = document::verbatim(row.custom_fields.as_bytes()).map(|document| document.value);
    let (Ok(Value::Object(mut fields)), Value::Object(columns)) = (custom, columns.clone()) else {
        return columns;
    };
    fields.extend(columns);
    Value::Object(fields)
}
