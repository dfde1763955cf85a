use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use crate::{
    error::ApiError,
    model::{SystemMetrics, SystemStatus},
};

/// The state of the whole, as known without asking Jira.
#[server(name = GetSystemStatus, prefix = "/api", endpoint = "status/system", input = GetUrl, output = Json)]
pub async fn get_system_status() -> Result<SystemStatus, ApiError> {
    super::services()?.status.system().await
}

/// Host and process figures.
#[server(name = GetSystemMetrics, prefix = "/api", endpoint = "status/metrics", input = GetUrl, output = Json)]
pub async fn get_system_metrics() -> Result<SystemMetrics, ApiError> {
    super::services()?.status.metrics().await
}
