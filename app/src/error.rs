//! The only error type that is sent to clients: an RFC 9457 problem document.

use serde::{Deserialize, Serialize};
use server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};

/// What went wrong, for scripts and pages. `detail` says what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[error("{detail}")]
pub struct ApiError {
    /// Always `about:blank`: the status identifies the kind of error.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    pub detail: String,
    /// One entry per invalid member; empty for other errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// An invalid member of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

/// The title of an error without a response.
const UNREACHABLE: &str = "Cannot reach jira-sync";

fn about_blank() -> String {
    "about:blank".to_owned()
}

impl ApiError {
    fn new(status: u16, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: about_blank(),
            title: title.to_owned(),
            status,
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// 400: the request is malformed.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(400, "Bad Request", detail)
    }

    /// 401: the caller is not authenticated.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(401, "Unauthorized", detail)
    }

    /// 403: the caller lacks the permission.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "Forbidden", detail)
    }

    /// 404: the resource does not exist.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(404, "Not Found", detail)
    }

    /// 409: the request conflicts with the current state.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(409, "Conflict", detail)
    }

    /// 422: the request is well-formed, but some of its values are not allowed.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail =
            errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect::<Vec<_>>().join("; ");
        Self { errors, ..Self::new(422, "Unprocessable Content", detail) }
    }

    /// 422 for a single member.
    pub fn invalid_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// 500: a fault of the server; the cause is in the log.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(500, "Internal Server Error", detail)
    }

    /// 503: the database, or something else the server needs, is not available.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(503, "Service Unavailable", detail)
    }

    /// Whether the request got no response at all.
    pub fn is_unreachable(&self) -> bool {
        self.title == UNREACHABLE
    }

    /// The HTTP status of the response.
    pub fn status_code(&self) -> u16 {
        self.status
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(text) => Self::invalid_field(named_member(&text, "query"), text),
            // On the server, the request could not be deserialized; in the browser, the response.
            ServerFnErrorErr::Deserialization(text) if cfg!(feature = "ssr") => {
                Self::invalid_field(named_member(&text, "body"), text)
            }
            ServerFnErrorErr::Deserialization(text) => Self::new(
                502,
                "Unexpected response",
                format!(
                    "The response is not from jira-sync ({text}). A proxy may have answered in its place: check that \
                     jira-sync is running, then try again."
                ),
            ),
            ServerFnErrorErr::MissingArg(name) => Self::invalid_field(name, "is missing"),
            ServerFnErrorErr::Request(text) => Self::new(
                503,
                UNREACHABLE,
                format!("jira-sync did not respond ({text}). Check that it is running, then try again."),
            ),
            other => Self::internal(other.to_string()),
        }
    }
}

/// The member that serde's message names in backticks, or `default` if it names none.
fn named_member(text: &str, default: &str) -> String {
    text.split('`').nth(1).unwrap_or(default).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_argument_is_named() {
        let error = ApiError::from_server_fn_error(ServerFnErrorErr::Args("missing field `enabled`".into()));
        assert_eq!((error.status, error.errors[0].field.as_str()), (422, "enabled"));
    }
}
