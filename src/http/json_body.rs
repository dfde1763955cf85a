use std::time::Duration;

use app::error::ApiError;
use axum::body::{Body, Bytes, HttpBody};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

/// The maximum size of a request body, in bytes.
pub(super) const LARGEST_BODY: usize = 1024 * 1024;

/// How much of a larger body is read before it is rejected, in bytes, and for how long.
const MAX_DISCARDED: usize = 16 * LARGEST_BODY;
const DISCARD_TIMEOUT: Duration = Duration::from_secs(2);

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

/// Reads the whole body, unless it is larger than [`LARGEST_BODY`].
///
/// # Errors
///
/// 400 if it cannot be read, 413 if it is too large.
pub(super) async fn whole_body(mut body: Body) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() <= LARGEST_BODY as u64 {
        match Limited::new(&mut body, LARGEST_BODY).collect().await {
            Ok(read) => return Ok(read.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => {}
            Err(error) => return Err(ApiError::bad_request(format!("The body could not be read: {error}."))),
        }
    }
    discard(body).await;
    Err(too_large())
}

/// Keeps reading a body for a moment and drops it. A client that is still sending when the connection closes sees a
/// broken connection instead of the response.
async fn discard(mut body: Body) {
    let reading = async {
        let mut discarded = 0;
        while let Some(Ok(frame)) = body.frame().await {
            discarded += frame.data_ref().map_or(0, Bytes::len);
            if discarded > MAX_DISCARDED {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(DISCARD_TIMEOUT, reading).await;
}

fn too_large() -> ApiError {
    ApiError {
        status: 413,
        title: "Content Too Large".to_owned(),
        ..ApiError::bad_request(format!("The body is larger than {LARGEST_BODY} bytes."))
    }
}
