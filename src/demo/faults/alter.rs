//! Faults that alter the correct response.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::{StreamExt, stream};
use serde_json::{Value, json};

use super::FaultKind;

/// The correct response with changed members.
pub(crate) async fn reshaped(fault: &FaultKind, right: Response) -> Response {
    match fault {
        FaultKind::Merge { members } => with_json(right, |value| merge(value, members)).await,
        FaultKind::EndsEarly => with_json(right, end).await,
        _ => right,
    }
}

/// The correct response with changed bytes, or truncated.
pub(crate) async fn damaged(fault: &FaultKind, right: Response) -> Response {
    match fault {
        FaultKind::Truncated => cut(right, End::Clean).await,
        FaultKind::Reset => cut(right, End::Broken).await,
        FaultKind::Stall => cut(right, End::Never).await,
        FaultKind::Replace { text, with } => rewritten(right, |bytes| replaced(bytes, text, with)).await,
        FaultKind::ByteOrderMark => {
            rewritten(right, |bytes| [&b"\xef\xbb\xbf"[..], &bytes].concat().into()).await
        }
        _ => right,
    }
}

/// How a truncated body ends.
enum End {
    /// Properly, so that it is invalid JSON.
    Clean,
    /// The connection is closed before the announced length.
    Broken,
    /// The second half never arrives.
    Never,
}

async fn cut(response: Response, end: End) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let half = bytes.slice(..bytes.len() / 2);
    if matches!(end, End::Clean) {
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::from(half));
    }
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let rest = async move {
        // The server sends the first half only when it has to wait for the second.
        tokio::task::yield_now().await;
        if matches!(end, End::Never) {
            std::future::pending::<()>().await;
        }
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    };
    let pieces = stream::iter([Ok::<Bytes, std::io::Error>(half)]).chain(stream::once(rest));
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// The same response with another body.
pub(crate) async fn rewritten(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(bytes)))
}

/// The bytes with the first occurrence of `text` replaced by `with`.
fn replaced(bytes: Bytes, text: &str, with: &[u8]) -> Bytes {
    let found = bytes.windows(text.len().max(1)).position(|window| window == text.as_bytes());
    found.map_or(bytes.clone(), |at| [&bytes[..at], with, &bytes[at + text.len()..]].concat().into())
}

/// Changes a JSON body. Other bodies stay as they are.
async fn with_json(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    rewritten(response, |bytes| match serde_json::from_slice::<Value>(&bytes) {
        Ok(mut value) => {
            change(&mut value);
            value.to_string().into()
        }
        Err(_) => bytes,
    })
    .await
}

/// Applies a JSON merge patch (RFC 7396).
fn merge(value: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = json!({});
    }
    let Value::Object(object) = value else { return };
    for (name, member) in members {
        if member.is_null() {
            object.remove(name);
        } else {
            merge(object.entry(name.clone()).or_insert(Value::Null), member);
        }
    }
}

/// Makes a page the last one, in each way that listings mark it.
fn end(page: &mut Value) {
    let held = ["issues", "values", "comments", "worklogs", "histories"]
        .iter()
        .find_map(|member| page[*member].as_array())
        .map_or(0, Vec::len);
    let start = page["startAt"].as_u64().unwrap_or_default();
    let Value::Object(page) = page else { return };
    page.remove("nextPageToken");
    page.remove("nextPage");
    for (name, value) in
        [("isLast", json!(true)), ("lastPage", json!(true)), ("total", json!(start + held as u64))]
    {
        page.entry(name).and_modify(|member| *member = value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_merged() {
        let mut value = json!({"a": 1, "b": {"c": 2, "d": 3}, "e": [1]});
        merge(&mut value, &json!({"a": null, "b": {"c": 4}, "e": [], "f": true}));
        assert_eq!(value, json!({"b": {"c": 4, "d": 3}, "e": [], "f": true}));
    }

    #[test]
    fn page_becomes_the_last() {
        let mut page = json!({"issues": [1, 2], "nextPageToken": "x", "isLast": false});
        end(&mut page);
        assert_eq!(page, json!({"issues": [1, 2], "isLast": true}));
        let mut page = json!({"values": [1], "startAt": 50, "total": 120, "isLast": false});
        end(&mut page);
        assert_eq!(page, json!({"values": [1], "startAt": 50, "total": 51, "isLast": true}));
    }
}
