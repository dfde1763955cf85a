use app::{
    error::ApiError,
    model::Acknowledgement,
    service::{CallerServices, SignedBody},
};
use axum::{Extension, Json, body::Body, http::HeaderMap};

use super::{extract::ApiPath, json_body::whole_body, problem::Problem};

/// Receives a webhook from Jira; the issues it names are fetched within seconds.
///
/// Register this address as a webhook in Jira, with a secret that is the site's `webhook_secret`.
#[utoipa::path(post, path = "/api/webhooks/jira/{site}", tag = "sync",
    params(
        ("site" = String, Path, description = "The site's name"),
        ("X-Hub-Signature" = String, Header, description = "`sha256=` and the HMAC-SHA256 of the body, hexadecimal"),
    ),
    request_body(content = Object, description = "An event from Jira"),
    responses(
        (status = 200, body = Acknowledgement),
        (status = 400, body = ApiError),
        (status = 401, body = ApiError, description = "Not signed with the site's secret"),
        (status = 404, body = ApiError, description = "No such site, or it accepts no webhooks"),
        (status = 413, body = ApiError, description = "Larger than 1 MiB; the next sync finds the change"),
    ))]
pub(super) async fn receive_webhook(
    Extension(services): Extension<CallerServices>,
    ApiPath(site): ApiPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Acknowledgement>, Problem> {
    // Checked before the body is read, because this path is open to everyone.
    services.webhooks.admit(&site).await?;
    let body = whole_body(body).await?;
    let signature = headers.get("x-hub-signature").and_then(|value| value.to_str().ok());
    Ok(Json(services.webhooks.receive(&site, SignedBody { body: &body, signature }).await?))
}
