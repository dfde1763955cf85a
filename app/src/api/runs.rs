use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use crate::{
    error::ApiError,
    model::{Progress, Run, RunFilter, RunMetrics, RunPage, RunProjects, RunSummary, SyncAnswer},
};

/// Starts a sync. With `force` it is a full one.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/sync/start", tag = "sync", request_body = Option<crate::model::StartSync>,
    responses((status = 200, body = SyncAnswer), (status = 422, body = ApiError))))]
#[server(name = StartSync, prefix = "/api", endpoint = "sync/start", input = Json, output = Json)]
pub async fn start_sync(#[server(default)] force: bool) -> Result<SyncAnswer, ApiError> {
    use crate::model::SyncMode;
    let mode = if force { SyncMode::Full } else { SyncMode::Incremental };
    super::services()?.runs.start(mode).await
}

/// Stops the running sync. Issues saved so far stay.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/sync/stop", tag = "sync",
    responses((status = 200, body = SyncAnswer))))]
#[server(name = StopSync, prefix = "/api", endpoint = "sync/stop", input = Json, output = Json)]
pub async fn stop_sync() -> Result<SyncAnswer, ApiError> {
    super::services()?.runs.stop().await
}

/// The progress of the running sync, or of the last one.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/progress", tag = "sync",
    responses((status = 200, body = Progress))))]
#[server(name = GetProgress, prefix = "/api", endpoint = "sync/progress", input = GetUrl, output = Json)]
pub async fn get_progress() -> Result<Progress, ApiError> {
    super::services()?.runs.progress().await
}

/// A page of the history, newest first.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/history", tag = "sync", params(RunFilter),
    responses((status = 200, body = RunPage), (status = 422, body = ApiError))))]
#[server(name = ListRuns, prefix = "/api", endpoint = "sync/history", input = GetUrl, output = Json)]
pub async fn list_runs(#[server(flatten)] filter: RunFilter) -> Result<RunPage, ApiError> {
    super::services()?.runs.history(filter).await
}

/// Statistics of the last seven days.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/stats/summary", tag = "sync",
    responses((status = 200, body = RunSummary))))]
#[server(name = GetRunSummary, prefix = "/api", endpoint = "sync/stats/summary", input = GetUrl, output = Json)]
pub async fn get_run_summary() -> Result<RunSummary, ApiError> {
    super::services()?.runs.summary().await
}

/// One run; scripts call `/api/sync/stats/{sync_id}`.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/run", tag = "sync", params(("sync_id" = String, Query)),
    responses((status = 200, body = Run), (status = 404, body = ApiError))))]
#[server(name = GetRun, prefix = "/api", endpoint = "sync/run", input = GetUrl, output = Json)]
pub async fn get_run(sync_id: String) -> Result<Run, ApiError> {
    super::services()?.runs.run(&sync_id).await
}

/// The projects of a run; scripts call `/api/sync/history/{sync_id}/projects`.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/run/projects", tag = "sync", params(("sync_id" = String, Query)),
    responses((status = 200, body = RunProjects), (status = 404, body = ApiError))))]
#[server(name = ListRunProjects, prefix = "/api", endpoint = "sync/run/projects", input = GetUrl, output = Json)]
pub async fn list_run_projects(sync_id: String) -> Result<RunProjects, ApiError> {
    super::services()?.runs.projects(&sync_id).await
}

/// The metrics of a run; scripts call `/api/sync/history/{sync_id}/metrics`.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/run/metrics", tag = "sync", params(("sync_id" = String, Query)),
    responses((status = 200, body = RunMetrics), (status = 404, body = ApiError))))]
#[server(name = GetRunMetrics, prefix = "/api", endpoint = "sync/run/metrics", input = GetUrl, output = Json)]
pub async fn get_run_metrics(sync_id: String) -> Result<RunMetrics, ApiError> {
    super::services()?.runs.metrics(&sync_id).await
}
