use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use crate::{
    error::ApiError,
    model::{SystemMetrics, SystemStatus},
};

/// The system's status, without contacting Jira.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/status/system", tag = "status",
    responses((status = 200, body = SystemStatus))))]
#[server(name = GetSystemStatus, prefix = "/api", endpoint = "status/system", input = GetUrl, output = Json)]
pub async fn get_system_status() -> Result<SystemStatus, ApiError> {
    super::services()?.status.system().await
}

/// Metrics of the machine and the process.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/status/metrics", tag = "status",
    responses((status = 200, body = SystemMetrics))))]
#[server(name = GetSystemMetrics, prefix = "/api", endpoint = "status/metrics", input = GetUrl, output = Json)]
pub async fn get_system_metrics() -> Result<SystemMetrics, ApiError> {
    super::services()?.status.metrics().await
}
