use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use crate::{
    error::ApiError,
    model::{IssuePage, IssueQuery},
};

/// Searches the mirrored issues.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/issues/search", tag = "issues", request_body = Option<IssueQuery>,
    responses((status = 200, body = IssuePage), (status = 422, body = ApiError))))]
#[server(name = SearchIssues, prefix = "/api", endpoint = "issues/search", input = Json, output = Json)]
pub async fn search_issues(#[server(flatten)] query: IssueQuery) -> Result<IssuePage, ApiError> {
    super::services()?.issues.search(query).await
}

/// The most recently updated issues. `limit` defaults to 20.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/issues/recent", tag = "issues", params(("limit" = Option<u64>, Query, minimum = 1, maximum = 500)),
    responses((status = 200, body = IssuePage), (status = 422, body = ApiError))))]
#[server(name = ListRecentIssues, prefix = "/api", endpoint = "issues/recent", input = GetUrl, output = Json)]
pub async fn list_recent_issues(#[server(default)] limit: Option<u64>) -> Result<IssuePage, ApiError> {
    super::services()?.issues.recent(limit.unwrap_or(20)).await
}
