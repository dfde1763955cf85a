//! The one error type that crosses the wire: an RFC 9457 problem document.

use serde::{Deserialize, Serialize};
use server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};

/// What went wrong, as scripts and pages read it. `detail` names the remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[error("{detail}")]
pub struct ApiError {
    /// Always `about:blank`: the status says the kind.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    pub detail: String,
    /// One entry a member that does not validate; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// A member of the request that does not validate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

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

    /// 400: the request cannot be read.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(400, "Bad Request", detail)
    }

    /// 401: who asks is not proven.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(401, "Unauthorized", detail)
    }

    /// 403: who asks may not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "Forbidden", detail)
    }

    /// 404: there is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(404, "Not Found", detail)
    }

    /// 409: it does not fit what is going on now.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(409, "Conflict", detail)
    }

    /// 422: it was read, and its values are not allowed.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail =
            errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect::<Vec<_>>().join("; ");
        Self { errors, ..Self::new(422, "Unprocessable Content", detail) }
    }

    /// 422 for one member.
    pub fn invalid_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// 500: our fault; the cause is in the log.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(500, "Internal Server Error", detail)
    }

    /// 503: the database or another need is not there now.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(503, "Service Unavailable", detail)
    }

    /// The HTTP status this becomes.
    pub fn status_code(&self) -> u16 {
        self.status
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(text) => Self::invalid_field(named_member(&text, "query"), text),
            // On the server this is the request; in the browser it is an answer that cannot be read.
            ServerFnErrorErr::Deserialization(text) if cfg!(feature = "ssr") => {
                Self::invalid_field(named_member(&text, "body"), text)
            }
            ServerFnErrorErr::Deserialization(text) => Self::new(
                502,
                "Unreadable answer",
                format!(
                    "The response is not from jira-sync ({text}). A proxy before it may have answered instead: \
                     check that jira-sync runs, then try again."
                ),
            ),
            ServerFnErrorErr::MissingArg(name) => Self::invalid_field(name, "is missing"),
            ServerFnErrorErr::Request(text) => Self::new(
                503,
                "Cannot reach jira-sync",
                format!("jira-sync did not respond ({text}). Check that jira-sync runs, then try again."),
            ),
            other => Self::internal(other.to_string()),
        }
    }
}

/// The member serde speaks of: the first name between backticks, or the whole.
fn named_member(text: &str, whole: &str) -> String {
    text.split('`').nth(1).unwrap_or(whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_argument_is_named() {
        let error = ApiError::from_server_fn_error(ServerFnErrorErr::Args("missing field `enabled`".into()));
        assert_eq!((error.status, error.errors[0].field.as_str()), (422, "enabled"));
    }
}
