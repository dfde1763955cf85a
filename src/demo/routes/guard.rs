//! What happens around every request: counting, delay, faults, credentials, holds, headers.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::api::Injected;
use crate::demo::auth::Viewer;
use crate::demo::config::Edition;
use crate::demo::faults::{self, FaultKind};
use crate::demo::server::App;
use crate::demo::stats::RequestLine;

/// Larger bodies than any request of this interface has.
const MOST_BODY: usize = 4 << 20;

pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    app.site.catch_up();
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let route = parts.extensions.get::<MatchedPath>().map_or("unknown", |m| m.as_str());
    let host = parts.headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default().to_owned();
    let line = RequestLine {
        at_ms: 0,
        method: parts.method.to_string(),
        path: path.clone(),
        query: query.clone(),
        body: String::from_utf8_lossy(&body).into_owned(),
        status: 0,
    };
    let decoded: Vec<String> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let text = format!("{}\n{}", decoded.join("&"), line.body);
    let mut under_way = app.counter.enter(format!("{} {route}", parts.method), host, line);
    let config = app.site.config();
    let viewer = Viewer::of(&parts.headers, config.edition);
    let fault = app.faults.take(&path, &text);

    let delay = config.latency_ms + if let Some(FaultKind::Delay { ms }) = fault { ms } else { 0 };
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let injected = fault.as_ref().and_then(|f| faults::answer(f, app.site.now()));
    let mut response = match injected {
        Some(response) => response,
        None if viewer == Viewer::Rejected && config.edition == Edition::DataCenter => unauthorized(),
        None => {
            let mut request = Request::from_parts(parts, Body::from(body));
            if let Some(fault) = fault.clone() {
                request.extensions_mut().insert(Injected(fault));
            }
            next.run(request).await
        }
    };
    match fault {
        Some(FaultKind::Truncated) => response = faults::truncated(response, false).await,
        Some(FaultKind::Reset) => response = faults::truncated(response, true).await,
        _ => {}
    }
    viewer.mark(response.headers_mut(), config.edition);
    if config.rate_limit_headers && !response.headers().contains_key("x-ratelimit-limit") {
        faults::bucket(&mut response, 99);
    }
    let date = app.site.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    app.holds.pass(&path, &text).await;
    under_way.answered(response.status().as_u16());
    response
}

fn unauthorized() -> Response {
    let message = "You are not authenticated. Authentication required to perform this operation.";
    let mut response =
        (StatusCode::UNAUTHORIZED, Json(json!({"errorMessages": [message], "errors": {}}))).into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("OAuth realm=\"jira\""));
    response
}
