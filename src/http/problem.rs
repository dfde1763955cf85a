//! Turns errors into HTTP responses: RFC 9457 problem documents. Server errors are logged here.

use std::any::Any;

use app::error::ApiError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use server_fn::error::SERVER_FN_ERROR_HEADER;

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
/// Larger than any of the server's own error texts, in bytes.
const LARGEST_ERROR: usize = 1024 * 1024;

/// An error as a response.
#[derive(Debug)]
pub(super) struct Problem(pub(super) ApiError);

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), "request failed: {}", self.0.detail);
        }
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response()
    }
}

/// The problem document of a failed server function. Leptos responds with status 500, a header that marks the error, and
/// the error as the body.
pub(super) async fn of_server_function(response: Response) -> Response {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let body = to_bytes(response.into_body(), LARGEST_ERROR).await.unwrap_or_default();
    let error = serde_json::from_slice(&body)
        .unwrap_or_else(|_| ApiError::internal(String::from_utf8_lossy(&body).into_owned()));
    Problem(error).into_response()
}

/// The response to a panic in a handler. The panic hook has logged the message.
pub(super) fn of_panic(_message: Box<dyn Any + Send + 'static>) -> Response {
    Problem(ApiError::internal("The server failed to respond. See its log for the cause.")).into_response()
}

/// The response for an unknown path of the REST API.
pub(super) async fn not_found(request: Request) -> Problem {
    Problem(ApiError::not_found(format!(
        "There is no {}; /api/openapi.json lists every path.",
        request.uri().path()
    )))
}

/// Layer that turns other error responses (an unsupported method, an extractor's rejection) into problem documents.
pub(super) async fn complete(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().get(header::CONTENT_TYPE) == Some(&PROBLEM_JSON) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let text = to_bytes(body, LARGEST_ERROR).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let title = status.canonical_reason().unwrap_or("Error");
    let allowed = parts.headers.get(header::ALLOW).and_then(|value| value.to_str().ok());
    let detail = match allowed {
        Some(allowed) if status == StatusCode::METHOD_NOT_ALLOWED => {
            format!("{method} is not allowed here; allowed is {allowed}.")
        }
        _ if text.is_empty() => title.to_owned(),
        _ => text.into_owned(),
    };
    let error =
        ApiError { status: status.as_u16(), title: title.to_owned(), ..ApiError::bad_request(detail) };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
    Response::from_parts(parts, Body::from(serde_json::to_vec(&error).unwrap_or_default()))
}
