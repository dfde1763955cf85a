//! Requests and responses of the handlers.

use std::sync::{Arc, RwLockReadGuard};

use axum::Json;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::work::Work;
use crate::demo::app::App;
use crate::demo::auth::Viewer;
use crate::demo::config::Edition;
use crate::demo::faults::FaultKind;
use crate::demo::render::View;
use crate::demo::site::{IssueAccess, State};

/// A request to the API.
pub(super) struct Api {
    pub(super) app: App,
    pub(super) base: String,
    version: &'static str,
    pub(super) anonymous: bool,
    work: Arc<Work>,
    /// Query parameters, in order.
    pub(super) params: Params,
}

/// Query parameters.
#[derive(Debug, Default)]
pub(super) struct Params(Vec<(String, String)>);

pub(super) type Reply = Result<Json<Value>, Error>;

/// Jira's error object.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) status: StatusCode,
    pub(super) messages: Vec<String>,
}

impl Error {
    pub(super) fn new(status: StatusCode, message: &str) -> Self {
        Self { status, messages: vec![message.to_owned()] }
    }

    pub(super) fn bad(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn missing(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(super) fn no_issue() -> Self {
        Self::missing("Issue does not exist or you do not have permission to see it.")
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        (self.status, Json(json!({"errorMessages": self.messages, "errors": {}}))).into_response()
    }
}

impl FromRequestParts<App> for Api {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let OriginalUri(uri) =
            OriginalUri::from_request_parts(parts, app).await.unwrap_or_else(|never| match never {});
        let viewer = app.site.viewer(&parts.headers);
        let query = parts.uri.query().unwrap_or_default();
        let work = parts.extensions.get::<Arc<Work>>().cloned().unwrap_or_default();
        let mut params: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        if work.fault() == Some(&FaultKind::FirstPageAgain) {
            params.retain(|(name, _)| name != "startAt");
        }
        Ok(Self {
            base: base_url(&parts.headers),
            version: if uri.path().starts_with("/rest/api/3") { "3" } else { "2" },
            anonymous: viewer != Viewer::Account,
            work,
            params: Params(params),
            app: app.clone(),
        })
    }
}

/// The address that the client used.
pub(super) fn base_url(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    let scheme = headers.get("x-forwarded-proto").and_then(|p| p.to_str().ok()).unwrap_or("http");
    format!("{scheme}://{host}")
}

impl Api {
    pub(super) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.app.site.read()
    }

    pub(super) fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        let config = self.app.site.config();
        View {
            state,
            edition: config.edition,
            base: &self.base,
            version: self.version,
            zone: &self.app.zone,
            epoch: config.epoch.timestamp_millis(),
        }
    }

    /// The fault of this request.
    pub(super) fn fault(&self) -> Option<&FaultKind> {
        self.work.fault()
    }

    /// Records the issues in a response (`bare`: only their ids), because loading them takes time and rules may make
    /// them fail. Returns the issues that a rule applies to.
    pub(super) fn record_issues(&self, state: &State, issues: &[u64], bare: bool) -> Vec<u64> {
        if !bare {
            self.work.add_issues(issues.len());
        }
        if !self.app.faults.any_for_issues() {
            return Vec::new();
        }
        let hit = |issue: &u64| {
            let named = |name: &str| state.resolve(name) == Some(*issue);
            let fault = self.app.faults.take_holding(&self.work.path, &self.work.text, bare, named);
            fault.map(|fault| self.work.hit(fault)).is_some()
        };
        issues.iter().copied().filter(hit).collect()
    }

    pub(super) fn cloud(&self) -> bool {
        self.app.site.config().edition == Edition::Cloud
    }

    /// The time of the site's clock, in milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        self.app.site.now().timestamp_millis()
    }

    /// The id of the issue with this id or key, if the account may open it.
    pub(super) fn issue(&self, state: &State, id_or_key: &str) -> Result<u64, Error> {
        let id = state.resolve(id_or_key).filter(|_| !self.anonymous).ok_or_else(Error::no_issue)?;
        if state.may_open(id) {
            return Ok(id);
        }
        let kept = matches!(state.access(id), IssueAccess::Secured | IssueAccess::Named);
        Err(if kept && !self.cloud() {
            let message = "You do not have the permission to see the specified issue.";
            Error::new(StatusCode::FORBIDDEN, message)
        } else {
            Error::no_issue()
        })
    }
}

impl Params {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a list parameter: repeated, comma-separated, or both.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, _)| n == name)
            .flat_map(|(_, v)| v.split(','))
            .filter(|v| !v.is_empty())
            .collect()
    }

    /// A number, or the default if it is absent.
    pub(super) fn number(&self, name: &str, default: i64) -> Result<i64, Error> {
        match self.get(name) {
            None | Some("") => Ok(default),
            Some(text) => text
                .parse()
                .map_err(|_| Error::bad(&format!("The value '{text}' of '{name}' is not a number."))),
        }
    }

    /// `startAt` and `maxResults`, which is silently capped at `most`.
    pub(super) fn page(&self, default: u64, most: u64) -> Result<(usize, usize), Error> {
        let start = self.number("startAt", 0)?.max(0);
        let size = self.number("maxResults", default as i64)?;
        let size = if size < 0 { default } else { size as u64 };
        Ok((start as usize, size.min(most) as usize))
    }
}

/// A page in the format of Jira's `PageBean`.
pub(super) fn page_bean(self_url: &str, values: &[Value], start: usize, size: usize) -> Value {
    let total = values.len();
    let page: Vec<&Value> = values.iter().skip(start).take(size).collect();
    let next = start + page.len();
    let mut bean = json!({
        "self": format!("{self_url}?maxResults={size}&startAt={start}"), "maxResults": size, "startAt": start,
        "total": total, "isLast": next >= total, "values": page,
    });
    if next < total {
        bean["nextPage"] = json!(format!("{self_url}?maxResults={size}&startAt={next}"));
    }
    bean
}

/// The response for unknown paths, whose format depends on the edition.
pub(super) async fn not_found(
    axum::extract::State(app): axum::extract::State<App>,
    uri: OriginalUri,
) -> Response {
    let body = match app.site.config().edition {
        Edition::Cloud => json!({"errorMessages": ["No endpoint was found."], "errors": {}}),
        Edition::DataCenter => json!({"message": format!("null for uri: {}", uri.0), "status-code": 404}),
    };
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}
