//! Authentication of requests.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::config::Edition;

/// The e-mail address of the account that every sample site has.
pub(crate) const EMAIL: &str = "demo@example.com";
/// Its API token, or its password on Data Center.
pub(crate) const TOKEN: &str = "demo";

/// The sender of a request, as identified by its credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    Account,
    /// No credentials were sent.
    Anonymous,
    /// Wrong credentials. Cloud treats the request as anonymous; Data Center refuses it.
    Rejected,
    /// Locked after too many wrong credentials: even the right ones are refused.
    Locked,
}

impl Viewer {
    pub(crate) fn of(headers: &HeaderMap, edition: Edition, token: &str) -> Self {
        let Some(given) = headers.get(AUTHORIZATION) else { return Self::Anonymous };
        if accepted(given, edition, token) { Self::Account } else { Self::Rejected }
    }

    /// Adds the headers in which Jira reports the result.
    pub(crate) fn mark(self, headers: &mut HeaderMap, edition: Edition) {
        let reason = match self {
            Self::Rejected => Some("AUTHENTICATED_FAILED"),
            Self::Locked => Some("AUTHENTICATION_DENIED"),
            Self::Account | Self::Anonymous => None,
        };
        if let Some(reason) = reason {
            headers.insert("x-seraph-loginreason", HeaderValue::from_static(reason));
        }
        if edition == Edition::DataCenter {
            let name = if self == Self::Account { "demo" } else { "anonymous" };
            headers.insert("x-ausername", HeaderValue::from_static(name));
        }
    }
}

fn accepted(given: &HeaderValue, edition: Edition, token: &str) -> bool {
    let Ok(given) = given.to_str() else { return false };
    let Some((scheme, secret)) = given.split_once(' ') else { return false };
    match (scheme.to_ascii_lowercase().as_str(), edition) {
        ("bearer", Edition::DataCenter) => secret == token,
        ("basic", _) => {
            let pair = STANDARD.decode(secret).ok().and_then(|b| String::from_utf8(b).ok());
            pair.as_deref().and_then(|p| p.split_once(':')).is_some_and(|(name, given)| {
                given == token && (name == EMAIL || edition == Edition::DataCenter && name == "demo")
            })
        }
        _ => false,
    }
}
