//! What a failed attempt means.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::{HeaderMap, header};

use super::{
    proxy::SiteProxy,
    reach::Reach,
    request::Request,
    retry::{Failure, FailureKind},
};
use crate::jira::error::{JiraError, NetworkFault};

/// An attempt that failed: the error if it stays so, and what retrying needs to know.
pub(crate) struct Fault {
    pub(crate) failure: Failure,
    pub(crate) error: JiraError,
}

/// How an answer of any status tells that the credentials were not taken: Jira may serve it to anonymous. A 401 says so
/// only of a sign-in: elsewhere the token lacks a scope.
pub(crate) fn denied(reach: Reach, status: u16, headers: &HeaderMap) -> Option<String> {
    // What stands before the sign-in (rate limits, proxies) may call everyone anonymous.
    if status == 429 || status >= 500 {
        return None;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(reason) = text("x-authentication-denied-reason") {
        return Some(format!(
            "sign-in is blocked ({reason}); sign in once in a browser to answer the CAPTCHA, or use a token"
        ));
    }
    if let Some(reason) =
        text("x-seraph-loginreason").filter(|r| r.contains("FAILED") || r.contains("DENIED"))
    {
        return Some(format!("the answer is for anonymous users ({reason})"));
    }
    if status == 401 {
        return (reach == Reach::SignIn).then(|| "status 401".to_owned());
    }
    text("x-ausername").filter(|user| *user == "anonymous").map(|_| "Jira takes us for anonymous".to_owned())
}

/// An answer with an error status. `reasons` is what its body says, and whether
/// Jira wrote it; `now` is Jira's clock.
pub(crate) fn status_fault(
    request: &Request,
    attempts: u32,
    status: u16,
    headers: &HeaderMap,
    (reasons, by_jira): (Vec<String>, bool),
    now: DateTime<Utc>,
) -> Fault {
    let failure = Failure::with_headers(FailureKind::Status(status), headers);
    let reasons = if reasons.is_empty() { vec!["no reason given".to_owned()] } else { reasons };
    // The sentence that it becomes part of has a full stop of its own.
    let detail = reasons.join("; ").trim_end_matches('.').to_owned();
    let describe = request.describe();
    let error = match status {
        300..=399 => {
            let target =
                headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("elsewhere");
            let target = target.split(['?', '#']).next().unwrap_or(target);
            JiraError::Protocol { request: describe, attempts, detail: format!("a redirect to {target}") }
        }
        401 | 403 => JiraError::Forbidden { request: describe, status, detail },
        404 | 410 => JiraError::NotFound { request: describe, detail, by_jira },
        429 => JiraError::RateLimited { request: describe, attempts, asked: failure.asked_at(now) },
        400..=499 => JiraError::BadRequest { request: describe, status, messages: reasons },
        _ => JiraError::Unavailable { request: describe, status, attempts, detail },
    };
    Fault { failure, error }
}

/// A fault of the network layer, on the way through `proxy`.
pub(crate) fn network_fault(
    request: &Request,
    attempts: u32,
    error: &reqwest::Error,
    proxy: Option<&SiteProxy>,
) -> Fault {
    let (kind, fault) = if error.is_connect() {
        (FailureKind::Connection, NetworkFault::Connect)
    } else if error.is_timeout() {
        (FailureKind::Timeout, NetworkFault::Timeout)
    } else {
        (FailureKind::Connection, NetworkFault::Broken)
    };
    let way = proxy.map(|proxy| format!(" (through the proxy {})", proxy.describe())).unwrap_or_default();
    let detail = causes(error) + &way;
    let error = JiraError::Network { request: request.describe(), attempts, fault, detail };
    Fault { failure: Failure::new(kind), error }
}

/// No answer began within `limit`.
pub(crate) fn no_answer(request: &Request, attempts: u32, limit: Duration) -> Fault {
    let fault = match request.reach() {
        Reach::SignIn => NetworkFault::Silent,
        _ => NetworkFault::Timeout,
    };
    let error = JiraError::Network {
        request: request.describe(),
        attempts,
        fault,
        detail: format!("nothing came within {} s", limit.as_secs_f64()),
    };
    Fault { failure: Failure::new(FailureKind::Timeout), error }
}

/// The innermost cause, which tells more than the outer ones; never the URL.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// A fault that no retry mends.
pub(crate) fn fatal(error: JiraError) -> Fault {
    Fault { failure: Failure::new(FailureKind::Status(0)), error }
}
