use serde::{Deserialize, Serialize};

use super::{Timestamp, number};

/// One mirrored issue, in the format that scripts of the earlier system read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Issue {
    pub issue_key: String,
    pub summary: Option<String>,
    pub status: Option<String>,
    pub issue_type: Option<String>,
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub project_key: String,
    /// The site's name.
    pub instance: String,
    /// The other columns and the custom fields, by name or field id.
    pub fields: serde_json::Value,
    /// The issue's address in Jira.
    pub url: String,
}

/// A page of issues.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct IssuePage {
    pub total: u64,
    pub items: Vec<Issue>,
    pub has_more: bool,
}

/// What to search for; members are joined by AND, and all are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema, utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default)]
pub struct IssueQuery {
    /// Part of the key or summary, in any case.
    pub query: Option<String>,
    pub project_key: Option<String>,
    pub status: Option<String>,
    pub issue_type: Option<String>,
    pub assignee: Option<String>,
    /// The site's name.
    pub instance: Option<String>,
    /// 1..=500; 50 if absent.
    #[cfg_attr(feature = "ssr", param(minimum = 1, maximum = 500), schema(minimum = 1, maximum = 500))]
    #[serde(deserialize_with = "number::limit")]
    pub limit: Option<u64>,
    #[serde(deserialize_with = "number::offset")]
    pub offset: Option<u64>,
}
