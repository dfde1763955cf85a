use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use crate::{
    error::ApiError,
    model::{Acknowledgement, DriftOverview, RunWarnings, SyncAnswer},
};

/// The result of the last comparison with Jira, and the quarantined issues.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/drift", tag = "drift",
    responses((status = 200, body = DriftOverview))))]
#[server(name = GetDrift, prefix = "/api", endpoint = "drift", input = GetUrl, output = Json)]
pub async fn get_drift() -> Result<DriftOverview, ApiError> {
    super::services()?.drift.overview().await
}

/// Compares the mirror with Jira in the background, without changing anything.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/drift/check", tag = "drift",
    responses((status = 200, body = Acknowledgement))))]
#[server(name = CheckDrift, prefix = "/api", endpoint = "drift/check", input = Json, output = Json)]
pub async fn check_drift() -> Result<Acknowledgement, ApiError> {
    super::services()?.drift.check().await
}

/// Starts a census: a full comparison that fetches missing and outdated issues and marks deleted ones.
///
/// If half of the issues or more are missing in Jira, none are marked without `accept_losses`, which needs a scope: with
/// `project` (and `site`) it applies to the issues of that project, with `site` alone to the projects of that site that
/// are no longer visible.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/drift/repair", tag = "drift", request_body = Option<crate::model::Repair>,
    responses((status = 200, body = SyncAnswer), (status = 422, body = ApiError))))]
#[server(name = RepairDrift, prefix = "/api", endpoint = "drift/repair", input = Json, output = Json)]
pub async fn repair_drift(
    #[server(default)] accept_losses: bool,
    #[server(default)] site: Option<String>,
    #[server(default)] project: Option<String>,
) -> Result<SyncAnswer, ApiError> {
    let repair = crate::model::Repair { accept_losses, site, project };
    super::services()?.runs.repair(repair).await
}

/// Syncs a site, and accepts the Jira at its address even if it is a different one than before.
///
/// The data of the previous Jira stays under a different site name and is no longer live.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/sites/accept", tag = "sync", request_body = crate::model::AcceptSite,
    responses((status = 200, body = SyncAnswer), (status = 404, body = ApiError), (status = 422, body = ApiError))))]
#[server(name = AcceptSite, prefix = "/api", endpoint = "sites/accept", input = Json, output = Json)]
pub async fn accept_site(site: String) -> Result<SyncAnswer, ApiError> {
    super::services()?.runs.accept_site(site).await
}

/// The unexpected values that a run found, and the lists that it could not read.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/sync/run/warnings", tag = "sync", params(("sync_id" = String, Query)),
    responses((status = 200, body = RunWarnings), (status = 404, body = ApiError))))]
#[server(name = ListRunWarnings, prefix = "/api", endpoint = "sync/run/warnings", input = GetUrl, output = Json)]
pub async fn list_run_warnings(sync_id: String) -> Result<RunWarnings, ApiError> {
    super::services()?.drift.warnings(&sync_id).await
}
