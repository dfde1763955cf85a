use app::{
    error::ApiError,
    model::{Issue, IssuePage, IssueQuery},
    service::CallerServices,
};
use axum::{Extension, Json};

use super::{
    extract::{ApiPath, ApiQuery},
    problem::Problem,
};

/// One issue, by its current or a former key.
#[utoipa::path(get, path = "/api/issues/{key}", tag = "issues",
    params(("key" = String, Path, description = "The issue's key, such as ABC-123")),
    responses((status = 200, body = Issue), (status = 404, body = ApiError)))]
pub(super) async fn get_issue(
    Extension(services): Extension<CallerServices>,
    ApiPath(key): ApiPath,
) -> Result<Json<Issue>, Problem> {
    Ok(Json(services.issues.issue(&key).await?))
}

/// The issues of a project, with the filters of `/api/issues/search`.
#[utoipa::path(get, path = "/api/issues/project/{key}/issues", tag = "issues",
    params(("key" = String, Path, description = "The project's key"), IssueQuery),
    responses((status = 200, body = IssuePage), (status = 422, body = ApiError)))]
pub(super) async fn list_project_issues(
    Extension(services): Extension<CallerServices>,
    ApiPath(key): ApiPath,
    ApiQuery(query): ApiQuery<IssueQuery>,
) -> Result<Json<IssuePage>, Problem> {
    let query = IssueQuery { project_key: Some(key), ..query };
    Ok(Json(services.issues.search(query).await?))
}
