//! Reading mirrored issues: by key, and by what people search for.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};

use super::{Database, StoreError, sql};

/// An issue with its site, as it is shown.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct IssueView {
    pub id: i64,
    pub key: String,
    pub project_key: String,
    /// The site's name.
    pub instance: String,
    pub base_url: String,
    pub issue_type: Option<String>,
    pub status: Option<String>,
    pub status_category: Option<String>,
    pub priority: Option<String>,
    pub resolution: Option<String>,
    pub summary: Option<String>,
    pub description_text: Option<String>,
    pub assignee_id: Option<String>,
    pub assignee: Option<String>,
    pub reporter_id: Option<String>,
    pub reporter: Option<String>,
    pub creator_id: Option<String>,
    pub parent_key: Option<String>,
    pub labels: serde_json::Value,
    pub created_at: Option<DateTime<Utc>>,
    pub updated_at: Option<DateTime<Utc>>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub due_date: Option<NaiveDate>,
    pub original_estimate_seconds: Option<i64>,
    pub remaining_estimate_seconds: Option<i64>,
    pub time_spent_seconds: Option<i64>,
    pub story_points: Option<f64>,
    /// The object as text: serde_json, through which values are read, refuses what is nested over 128 levels deep.
    pub custom_fields: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_kind: Option<String>,
    pub synced_at: DateTime<Utc>,
}

/// What to look for; members are joined by AND. Deleted issues and sites no longer in use are left out.
#[derive(Clone, Debug, Default)]
pub struct IssueSearch {
    /// Part of the key or summary.
    pub text: Option<String>,
    pub project_key: Option<String>,
    pub status: Option<String>,
    pub issue_type: Option<String>,
    /// A person's id, display name or e-mail address.
    pub assignee: Option<String>,
    /// The site's name.
    pub instance: Option<String>,
}

const COLUMNS: &str = "i.id, i.key, i.project_key, s.name as instance, s.base_url, i.issue_type, i.status, \
    i.status_category, i.priority, i.resolution, i.summary, i.description_text, i.assignee_id, \
    a.display_name as assignee, i.reporter_id, r.display_name as reporter, i.creator_id, i.parent_key, i.labels, \
    i.created_at, i.updated_at, i.resolved_at, i.due_date, i.original_estimate_seconds, \
    i.remaining_estimate_seconds, i.time_spent_seconds, i.story_points, \
    cast(i.custom_fields as text) as custom_fields, i.deleted_at, \
    i.deletion_kind, i.synced_at";

const SOURCE: &str = "issues i join sites s on s.id = i.site_id \
    left join users a on a.site_id = i.site_id and a.id = i.assignee_id \
    left join users r on r.site_id = i.site_id and r.id = i.reporter_id";

impl IssueSearch {
    fn conditions(&self) -> (String, Vec<Value>) {
        let pattern = |text: &String| {
            let escaped = text.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
            format!("%{escaped}%")
        };
        let wanted = [
            (
                "(lower(i.key) like $ escape '!' or lower(i.summary) like $ escape '!')",
                self.text.as_ref().map(pattern),
            ),
            ("lower(i.project_key) = lower($)", self.project_key.clone()),
            ("lower(i.status) = lower($)", self.status.clone()),
            ("lower(i.issue_type) = lower($)", self.issue_type.clone()),
            (
                "(i.assignee_id = $ or lower(a.display_name) = lower($) or lower(a.email) = lower($))",
                self.assignee.clone(),
            ),
            ("s.name = $", self.instance.clone()),
        ];
        let mut text = String::from("i.deleted_at is null and s.retired_at is null");
        let mut values = Vec::new();
        for (condition, value) in wanted {
            if let Some(value) = value {
                values.push(Value::from(value));
                text.push_str(" and ");
                text.push_str(&condition.replace('$', &format!("${}", values.len())));
            }
        }
        (text, values)
    }
}

impl Database {
    /// The issue that has or had this key (any case). Where several sites know it: the one of a site in use, that Jira
    /// still has, whose key it is now, and which changed last.
    pub async fn issue_by_key(&self, key: &str) -> Result<Option<IssueView>, StoreError> {
        let query = format!(
            "select {COLUMNS} from {SOURCE}
             join issue_keys k on k.site_id = i.site_id and k.issue_id = i.id
             where k.key = $1
             order by case when s.retired_at is null then 0 else 1 end,
                 case when i.deleted_at is null then 0 else 1 end, case when k.current then 0 else 1 end,
                 i.updated_at desc
             limit 1"
        );
        sql::row(self.connection(), &query, [key.to_uppercase().into()]).await
    }

    /// How many issues match, and `limit` of them from `offset` on, the most recently updated first.
    pub async fn search_issues(
        &self,
        search: &IssueSearch,
        limit: u64,
        offset: u64,
    ) -> Result<(u64, Vec<IssueView>), StoreError> {
        let (conditions, mut values) = search.conditions();
        let count = format!("select count(*) from {SOURCE} where {conditions}");
        let total: Option<i64> = sql::value(self.connection(), &count, values.clone()).await?;
        let (limit_at, offset_at) = (values.len() + 1, values.len() + 2);
        values.extend([limit, offset].map(|n| Value::from(i64::try_from(n).unwrap_or(i64::MAX))));
        let page = format!(
            "select {COLUMNS} from {SOURCE} where {conditions}
             order by i.updated_at desc, i.site_id, i.id desc limit ${limit_at} offset ${offset_at}"
        );
        Ok((total.unwrap_or(0).unsigned_abs(), sql::rows(self.connection(), &page, values).await?))
    }
}
