use app::error::ApiError;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use http_body_util::LengthLimitError;
use serde_json::Value;

/// The largest request body, bytes.
pub(super) const LARGEST_BODY: usize = 1024 * 1024;

/// The request body, checked to be a JSON object. An empty body and `null` count as `{}`.
///
/// Server functions do not distinguish malformed JSON (400) from invalid members (422), so malformed JSON is rejected
/// here.
///
/// # Errors
///
/// 400 for malformed JSON, 413 if it is too large, 422 for JSON that is not an object.
pub(super) async fn json_object(body: Body) -> Result<Bytes, ApiError> {
    let bytes = whole_body(body).await?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Bytes::from_static(b"{}"));
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(_)) => Ok(bytes),
        Ok(Value::Null) => Ok(Bytes::from_static(b"{}")),
        Ok(_) => Err(ApiError::invalid_field("body", "must be a JSON object")),
        Err(error) => Err(ApiError::bad_request(format!("The body is not JSON: {error}."))),
    }
}

/// Reads the whole body, unless its declared length is larger than [`LARGEST_BODY`].
///
/// # Errors
///
/// 400 if it cannot be read, 413 if it is too large.
pub(super) async fn whole_body(body: Body) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Err(too_large());
    }
    to_bytes(body, LARGEST_BODY).await.map_err(unreadable)
}

fn unreadable(error: axum::Error) -> ApiError {
    let error = error.into_inner();
    if error.is::<LengthLimitError>() {
        too_large()
    } else {
        ApiError::bad_request(format!("The body could not be read: {error}."))
    }
}

fn too_large() -> ApiError {
    ApiError {
        status: 413,
        title: "Content Too Large".to_owned(),
        ..ApiError::bad_request(format!("The body is larger than {LARGEST_BODY} bytes."))
    }
}
