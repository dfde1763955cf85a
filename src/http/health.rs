use std::time::Duration;

use app::{error::ApiError, service::CallerServices};
use axum::{Extension, Json};
use serde::Serialize;

use super::problem::Problem;

/// Longer than a healthy database takes, and shorter than load balancers wait.
const PING_TIMEOUT: Duration = Duration::from_secs(3);

/// The response of a healthy server.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Health {
    /// Always `healthy`; otherwise the response is 503.
    status: &'static str,
    database_connected: bool,
    version: &'static str,
}

/// Whether the server and its database respond.
#[utoipa::path(get, path = "/health", tag = "status",
    responses((status = 200, body = Health), (status = 503, body = ApiError)))]
pub(super) async fn get_health(
    Extension(services): Extension<CallerServices>,
) -> Result<Json<Health>, Problem> {
    match tokio::time::timeout(PING_TIMEOUT, services.status.database_is_up()).await {
        Ok(Ok(true)) => Ok(Json(Health {
            status: "healthy",
            database_connected: true,
            version: env!("CARGO_PKG_VERSION"),
        })),
        _ => Err(Problem(ApiError::unavailable(
            "The database does not respond. Check that it is running, and DATABASE_URL.",
        ))),
    }
}
