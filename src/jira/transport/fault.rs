//! Classifies failed attempts.

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

/// A failed attempt: the facts that decide about a retry, and the error if there is no retry.
pub(crate) struct Fault {
    pub(crate) failure: Failure,
    pub(crate) error: JiraError,
}

/// Why a response of any status shows that the credentials were not accepted: Jira may have treated the request as
/// anonymous. A 401 shows it only for a sign-in: otherwise the token lacks a scope.
pub(crate) fn denied(reach: Reach, status: u16, headers: &HeaderMap) -> Option<String> {
    // Rate limits and proxies act before the sign-in, and may report every request as anonymous.
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
        return Some(format!("the response is for anonymous users ({reason})"));
    }
    if status == 401 {
        return (reach == Reach::SignIn).then(|| "status 401".to_owned());
    }
    text("x-ausername").filter(|user| *user == "anonymous").map(|_| "treated as anonymous".to_owned())
}

/// A response with an error status. `reasons` are those in its body, `by_jira` whether Jira wrote it, and `now` is
/// Jira's clock.
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
    // The error message adds the full stop.
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
        404 | 410 => JiraError::NotFound { request: describe, status, detail, by_jira },
        429 => JiraError::RateLimited { request: describe, attempts, asked: failure.asked_at(now) },
        400..=499 => JiraError::BadRequest { request: describe, status, messages: reasons },
        _ => JiraError::Unavailable { request: describe, status, attempts, detail },
    };
    Fault { failure, error }
}

/// An error of the network layer, with or without a proxy.
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
    let via = proxy.map(|proxy| format!(" (through the proxy {})", proxy.describe())).unwrap_or_default();
    let detail = root_cause(error) + &via;
    let error = JiraError::Network { request: request.describe(), attempts, fault, detail };
    Fault { failure: Failure::new(kind), error }
}

/// No response began within `limit`.
pub(crate) fn no_response(request: &Request, attempts: u32, limit: Duration) -> Fault {
    let fault = match request.reach() {
        Reach::SignIn => NetworkFault::Silent,
        _ => NetworkFault::Timeout,
    };
    let error = JiraError::Network {
        request: request.describe(),
        attempts,
        fault,
        detail: format!("no response within {} s", limit.as_secs_f64()),
    };
    Fault { failure: Failure::new(FailureKind::Timeout), error }
}

/// The innermost cause, which is the most specific one and never contains the URL.
pub(crate) fn root_cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// A failure that is not retried.
pub(crate) fn fatal(error: JiraError) -> Fault {
    Fault { failure: Failure::new(FailureKind::Status(0)), error }
}
