//! Faults that replace the response.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::FaultKind;

const HTML: &str =
    "<!DOCTYPE html><html><head><title>Oops</title></head><body><h1>Something went wrong</h1></body></html>";

/// The response to a request with this fault; `None` if it depends on the correct response.
pub(crate) fn answer(fault: &FaultKind, now: DateTime<Utc>) -> Option<Response> {
    let response = match fault {
        FaultKind::RateLimited { retry_after, reason } => {
            let mut response = jira(429, "Rate limit exceeded.");
            if let Some(seconds) = retry_after {
                set(&mut response, "retry-after", &seconds.to_string());
                let reset = now + TimeDelta::seconds(*seconds as i64);
                set(&mut response, "x-ratelimit-reset", &reset.format("%Y-%m-%dT%H:%MZ").to_string());
            }
            if let Some(reason) = reason {
                set(&mut response, "ratelimit-reason", reason);
            }
            response
        }
        FaultKind::BucketEmpty { retry_after } => {
            let mut response = jira(429, "Rate limit exceeded.");
            set(&mut response, "retry-after", &retry_after.to_string());
            bucket(&mut response, 0);
            response
        }
        FaultKind::RetryAfterDate { status, seconds } => {
            let mut response = jira(*status, "Come back later.");
            let at = now + TimeDelta::seconds(*seconds);
            set(&mut response, "retry-after", &at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
            response
        }
        FaultKind::Status { status, headers, body } => {
            let mut response = match body {
                Some(body) => (code(*status), body.clone()).into_response(),
                None => jira(*status, "Injected fault."),
            };
            headers.iter().for_each(|(name, value)| set(&mut response, name, value));
            response
        }
        FaultKind::Html { status } => {
            (code(*status), [(header::CONTENT_TYPE, "text/html;charset=UTF-8")], HTML).into_response()
        }
        FaultKind::Empty { status } => code(*status).into_response(),
        FaultKind::Problem { status } => {
            let body = json!({"type": "about:blank", "title": "Injected fault", "status": status, "detail": "An injected problem."});
            let mut response = (code(*status), axum::Json(body)).into_response();
            set(&mut response, "content-type", "application/problem+json");
            response
        }
        FaultKind::Captcha => captcha(),
        FaultKind::ScopeMismatch => {
            let body = json!({"code": 401, "message": "Unauthorized; scope does not match"});
            (code(401), axum::Json(body)).into_response()
        }
        _ => return None,
    };
    Some(response)
}

/// Data Center's response after too many failed sign-ins.
pub(crate) fn captcha() -> Response {
    let mut response = jira(403, "Basic Authentication Failure - Reason : AUTHENTICATION_DENIED");
    let challenge = "CAPTCHA_CHALLENGE; login-url=http://jira.example.com/login.jsp";
    set(&mut response, "x-authentication-denied-reason", challenge);
    set(&mut response, "x-seraph-loginreason", "AUTHENTICATION_DENIED");
    response
}

/// Data Center's token bucket headers.
pub(crate) fn bucket(response: &mut Response, remaining: u64) {
    for (name, value) in [
        ("x-ratelimit-limit", 100),
        ("x-ratelimit-remaining", remaining),
        ("x-ratelimit-fillrate", 10),
        ("x-ratelimit-interval-seconds", 1),
    ] {
        set(response, name, &value.to_string());
    }
}

fn jira(status: u16, message: &str) -> Response {
    (code(status), axum::Json(json!({"errorMessages": [message], "errors": {}}))).into_response()
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn set(response: &mut Response, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        response.headers_mut().insert(name, value);
    }
}
