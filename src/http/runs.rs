use app::{
    error::ApiError,
    model::{Run, RunMetrics, RunProjects},
    service::CallerServices,
};
use axum::{Extension, Json};

use super::{extract::ApiPath, problem::Problem};

/// One run.
#[utoipa::path(get, path = "/api/sync/stats/{sync_id}", tag = "sync",
    params(("sync_id" = String, Path, description = "A UUID")),
    responses((status = 200, body = Run), (status = 404, body = ApiError)))]
pub(super) async fn get_run(
    Extension(services): Extension<CallerServices>,
    ApiPath(sync_id): ApiPath,
) -> Result<Json<Run>, Problem> {
    Ok(Json(services.runs.run(&sync_id).await?))
}

/// The projects of a run.
#[utoipa::path(get, path = "/api/sync/history/{sync_id}/projects", tag = "sync",
    params(("sync_id" = String, Path, description = "A UUID")),
    responses((status = 200, body = RunProjects), (status = 404, body = ApiError)))]
pub(super) async fn list_run_projects(
    Extension(services): Extension<CallerServices>,
    ApiPath(sync_id): ApiPath,
) -> Result<Json<RunProjects>, Problem> {
    Ok(Json(services.runs.projects(&sync_id).await?))
}

/// The metrics of a run.
#[utoipa::path(get, path = "/api/sync/history/{sync_id}/metrics", tag = "sync",
    params(("sync_id" = String, Path, description = "A UUID")),
    responses((status = 200, body = RunMetrics), (status = 404, body = ApiError)))]
pub(super) async fn get_run_metrics(
    Extension(services): Extension<CallerServices>,
    ApiPath(sync_id): ApiPath,
) -> Result<Json<RunMetrics>, Problem> {
    Ok(Json(services.runs.metrics(&sync_id).await?))
}
