use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use crate::{
    error::ApiError,
    model::{Acknowledgement, DriftOverview, RunWarnings, SyncAnswer},
};

/// How the mirror differed from Jira when it was last compared, and the quarantined issues.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/drift", tag = "drift",
    responses((status = 200, body = DriftOverview))))]
#[server(name = GetDrift, prefix = "/api", endpoint = "drift", input = GetUrl, output = Json)]
pub async fn get_drift() -> Result<DriftOverview, ApiError> {
    super::services()?.drift.overview().await
}

/// Compares the mirror with Jira, in the background; changes nothing.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/drift/check", tag = "drift",
    responses((status = 200, body = Acknowledgement))))]
#[server(name = CheckDrift, prefix = "/api", endpoint = "drift/check", input = Json, output = Json)]
pub async fn check_drift() -> Result<Acknowledgement, ApiError> {
    super::services()?.drift.check().await
}

/// Starts a census: fetches what is missing or outdated, and marks what is gone; where half or more of a project is
/// gone only with `accept_losses`.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/drift/repair", tag = "drift",
    responses((status = 200, body = SyncAnswer))))]
#[server(name = RepairDrift, prefix = "/api", endpoint = "drift/repair", input = Json, output = Json)]
pub async fn repair_drift(#[server(default)] accept_losses: bool) -> Result<SyncAnswer, ApiError> {
    super::services()?.runs.repair(accept_losses, super::caller()).await
}

/// The odd values that a run met, and the lists that it could not read.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/run/warnings", tag = "sync", params(("sync_id" = String, Query)),
    responses((status = 200, body = RunWarnings), (status = 404, body = ApiError))))]
#[server(name = ListRunWarnings, prefix = "/api", endpoint = "sync/run/warnings", input = GetUrl, output = Json)]
pub async fn list_run_warnings(sync_id: String) -> Result<RunWarnings, ApiError> {
    super::services()?.drift.warnings(&sync_id).await
}
