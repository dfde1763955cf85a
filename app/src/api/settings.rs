use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json, PutJson};

use crate::{
    error::ApiError,
    model::{Acknowledgement, PerformanceSettings, SavedPerformance, SyncConfig},
};

/// The schedule's switch and interval, at the path of the earlier system.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/config/sync", tag = "settings",
    responses((status = 200, body = SyncConfig))))]
#[server(name = GetSyncConfig, prefix = "/api", endpoint = "config/sync", input = GetUrl, output = Json)]
pub async fn get_sync_config() -> Result<SyncConfig, ApiError> {
    let status = super::services()?.scheduler.status().await?;
    Ok(SyncConfig { enabled: status.enabled, interval_minutes: status.interval_minutes })
}

/// Saves the schedule's switch and interval.
#[cfg_attr(feature = "ssr", utoipa::path(put, path = "/api/config/sync", tag = "settings", request_body = SyncConfig,
    responses((status = 200, body = Acknowledgement), (status = 422, body = ApiError))))]
#[server(name = SaveSyncConfig, prefix = "/api", endpoint = "config/sync", input = PutJson, output = Json)]
pub async fn save_sync_config(#[server(flatten)] config: SyncConfig) -> Result<Acknowledgement, ApiError> {
    super::services()?.scheduler.save(config).await
}

/// The performance settings.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/admin/config/performance", tag = "settings",
    responses((status = 200, body = PerformanceSettings))))]
#[server(name = GetPerformanceSettings, prefix = "/api", endpoint = "admin/config/performance", input = GetUrl, output = Json)]
pub async fn get_performance_settings() -> Result<PerformanceSettings, ApiError> {
    super::services()?.settings.performance().await
}

/// Saves performance settings. Members that are left out stay unchanged.
#[cfg_attr(feature = "ssr", utoipa::path(put, path = "/api/admin/config/performance", tag = "settings",
    request_body = Option<PerformanceSettings>, responses((status = 200, body = SavedPerformance), (status = 422, body = ApiError))))]
#[server(name = SavePerformanceSettings, prefix = "/api", endpoint = "admin/config/performance", input = PutJson, output = Json)]
pub async fn save_performance_settings(
    #[server(flatten)] changes: serde_json::Map<String, serde_json::Value>,
) -> Result<SavedPerformance, ApiError> {
    super::services()?.settings.save_performance(changes.into()).await
}
