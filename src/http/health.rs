use std::time::Duration;

use app::{error::ApiError, service::CallerServices};
use axum::{Extension, Json};
use serde::Serialize;

use super::problem::Problem;

/// Longer than any healthy database takes, shorter than a load balancer waits.
const PING_TIMEOUT: Duration = Duration::from_secs(3);

/// The server can do its work.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Health {
    /// Always `healthy`; anything else is answered with 503.
    status: &'static str,
    database_connected: bool,
    version: &'static str,
}

/// Whether the server and its database are up.
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
            "The database does not answer. Check that it runs and that DATABASE_URL names it.",
        ))),
    }
}
