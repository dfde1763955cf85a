//! Middleware of all requests: counting, delays, faults, credentials, held responses, headers.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::work::Work;
use crate::demo::app::App;
use crate::demo::auth::Viewer;
use crate::demo::config::Edition;
use crate::demo::faults::{self, FaultKind};
use crate::demo::odd;
use crate::demo::site::ProjectState;
use crate::demo::stats::RequestLine;

/// Maximum size of a request body in bytes.
const MAX_BODY: usize = 4 << 20;

pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    app.site.catch_up();
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
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
    let edition = app.site.config().edition;
    let viewer = app.site.sign_in(&parts.headers);
    app.counter.signed_in(viewer);
    let fault = app.site.refusal(&path).or_else(|| app.faults.take(&path, &text));
    let fault = fault.or_else(|| app.site.trouble(&path));
    let work = Arc::new(Work::new(path, text, fault));

    pause(before(&app, &work)).await;
    let early = work.fault().and_then(|fault| faults::answer(fault, app.site.now()));
    let mut response = match early {
        Some(response) => response,
        None if edition == Edition::DataCenter && viewer == Viewer::Rejected => unauthorized(),
        None if edition == Edition::DataCenter && viewer == Viewer::Locked => faults::captcha(),
        None => {
            let mut request = Request::from_parts(parts, Body::from(body));
            request.extensions_mut().insert(Arc::clone(&work));
            next.run(request).await
        }
    };
    response = match work.fault() {
        Some(fault) => altered(&app, fault, response).await,
        None => faults::rewritten(response, odd::encode).await,
    };
    pause(after(&app, &work)).await;
    viewer.mark(response.headers_mut(), edition);
    if app.site.config().rate_limit_headers && !response.headers().contains_key("x-ratelimit-limit") {
        faults::bucket(&mut response, 99);
    }
    let date = app.site.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    app.holds.pass(&work.path, &work.text).await;
    under_way.answered(response.status().as_u16());
    response
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// The delay before the request is handled.
fn before(app: &App, work: &Work) -> Duration {
    let late = if let Some(FaultKind::Delay { ms }) = work.fault() { *ms } else { 0 };
    Duration::from_millis(app.site.config().latency_ms + late)
}

/// The delay for the issues in the response.
fn after(app: &App, work: &Work) -> Duration {
    Duration::from_millis(app.site.read().settings.issue_ms * work.issues())
}

/// The response altered by a fault.
async fn altered(app: &App, fault: &FaultKind, right: Response) -> Response {
    // An issue's fault is known only once the response contains the issue.
    if let Some(instead) = faults::answer(fault, app.site.now()) {
        return instead;
    }
    match fault {
        FaultKind::Silence => {
            app.stop.cancelled().await;
            right
        }
        FaultKind::ThenArchive { project } => {
            if let Err(error) = app.site.set_project_state(project, ProjectState::Archived) {
                tracing::warn!(%error, "the project of a fault could not be archived");
            }
            right
        }
        _ => {
            let reshaped = faults::reshaped(fault, right).await;
            faults::damaged(fault, faults::rewritten(reshaped, odd::encode).await).await
        }
    }
}

fn unauthorized() -> Response {
    let message = "You are not authenticated. Authentication required to perform this operation.";
    let mut response =
        (StatusCode::UNAUTHORIZED, Json(json!({"errorMessages": [message], "errors": {}}))).into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("OAuth realm=\"jira\""));
    response
}
