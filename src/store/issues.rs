//! Reads mirrored issues: by key, or by a search.

use app::model::DeletionKind;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};

use super::{
    Issues, Kind, StoreError, Stored,
    database::{
        letters::{self, Part},
        sql,
    },
};

/// An issue with its site, for display.
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
    /// The JSON object as text: serde_json, which parses values, refuses more than 128 levels of nesting.
    pub custom_fields: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_kind: Option<Stored<DeletionKind>>,
    pub synced_at: DateTime<Utc>,
}

/// What to search for; members are joined by AND. Deleted issues and sites no longer in use are left out.
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

const ISSUES_WITH_SITE: &str = "issues i join sites s on s.id = i.site_id";
const ASSIGNEE: &str = "left join users a on a.site_id = i.site_id and a.id = i.assignee_id";
const REPORTER: &str = "left join users r on r.site_id = i.site_id and r.id = i.reporter_id";

impl IssueSearch {
    fn conditions(&self, kind: Kind) -> (String, Vec<Value>) {
        // Each condition with the text it searches for, and the values of its placeholders.
        let mut wanted: Vec<(String, &str, Vec<String>)> = Vec::new();
        let either = |columns: &[&str], text, part| {
            let (conditions, values): (Vec<_>, Vec<_>) =
                columns.iter().map(|column| letters::condition(kind, column, text, part)).unzip();
            (conditions.join(" or "), values.concat())
        };
        let columns: [(&[&str], _, _); 4] = [
            (&["i.key", "i.summary"], &self.text, Part::Any),
            (&["i.project_key"], &self.project_key, Part::All),
            (&["i.status"], &self.status, Part::All),
            (&["i.issue_type"], &self.issue_type, Part::All),
        ];
        for (columns, text, part) in columns {
            let Some(text) = text else { continue };
            let (condition, values) = either(columns, text, part);
            wanted.push((format!("({condition})"), text, values));
        }
        if let Some(text) = &self.assignee {
            let (condition, values) = either(&["a.display_name", "a.email"], text, Part::All);
            let values = [vec![text.clone()], values].concat();
            wanted.push((format!("(i.assignee_id = $ or {condition})"), text, values));
        }
        if let Some(text) = &self.instance {
            wanted.push(("s.name = $".to_owned(), text, vec![text.clone()]));
        }
        let mut conditions = String::from("i.deleted_at is null and s.retired_at is null");
        let mut values = Vec::new();
        for (condition, text, needed) in wanted {
            if letters::is_too_long(text) {
                return ("1 = 0".to_owned(), Vec::new());
            }
            conditions.push_str(" and ");
            let mut parts = condition.split('$');
            conditions.push_str(parts.next().unwrap_or_default());
            for (part, value) in parts.zip(needed) {
                values.push(Value::from(value));
                conditions.push_str(&format!("${}{part}", values.len()));
            }
        }
        (conditions, values)
    }
}

impl Issues<'_> {
    /// The issue that has or had this key (in any case). If several issues match, an issue of a site in use is
    /// preferred, then one that still exists in Jira, then one with this as its current key, then the most recently
    /// updated.
    pub async fn by_key(&self, key: &str) -> Result<Option<IssueView>, StoreError> {
        let query = format!(
            "select {COLUMNS} from {ISSUES_WITH_SITE} {ASSIGNEE} {REPORTER}
             join issue_keys k on k.site_id = i.site_id and k.issue_id = i.id
             where k.key = $1
             order by case when s.retired_at is null then 0 else 1 end,
                 case when i.deleted_at is null then 0 else 1 end, case when k.current then 0 else 1 end,
                 i.updated_at desc
             limit 1"
        );
        sql::row(self.database.connection(), &query, [key.to_uppercase().into()]).await
    }

    /// How many issues match, and `limit` of them starting at `offset`, the most recently updated first.
    pub async fn search(
        &self,
        search: &IssueSearch,
        limit: u64,
        offset: u64,
    ) -> Result<(u64, Vec<IssueView>), StoreError> {
        let (conditions, values) = search.conditions(self.database.kind());
        // Counting without the join needs only an index.
        let people = if search.assignee.is_some() { ASSIGNEE } else { "" };
        let count = format!("select count(*) from {ISSUES_WITH_SITE} {people} where {conditions}");
        let page = format!(
            "select {COLUMNS} from {ISSUES_WITH_SITE} {ASSIGNEE} {REPORTER} where {conditions}
             order by i.updated_at desc, i.site_id, i.id desc"
        );
        sql::page(self.database.connection(), (&count, &page), values, limit, offset).await
    }
}
