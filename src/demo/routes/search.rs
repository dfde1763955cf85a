//! Issue search.

use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Api, Error, Reply};
use super::token;
use crate::demo::faults::FaultKind;
use crate::demo::jql::{self, Context, Plan};
use crate::demo::render::{Caps, Expand, IssueShape, Wanted, schemas};
use crate::demo::site::{Head, OrderBy, State};

/// Maximum number of issues per page: with only id or key, with plain fields, and complete.
const BARE: usize = 5000;
const PLAIN: usize = 1000;
const WHOLE: usize = 100;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct JqlBody {
    jql: String,
    next_page_token: Option<String>,
    max_results: Option<i64>,
    fields: Vec<String>,
    expand: String,
    #[serde(rename = "fieldsByKeys")]
    _fields_by_keys: Option<bool>,
    #[serde(rename = "properties")]
    _properties: Vec<String>,
    reconcile_issues: Vec<u64>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct OffsetBody {
    jql: String,
    start_at: i64,
    max_results: Option<i64>,
    fields: Vec<String>,
    expand: Vec<String>,
    /// A boolean on Data Center. False: values that do not exist only cause warnings.
    validate_query: Option<bool>,
}

/// The former search by offset.
pub(super) async fn removed() -> Error {
    Error::new(
        StatusCode::GONE,
        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046",
    )
}

pub(super) async fn jql_get(api: Api) -> Reply {
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    let reconcile = api.params.list("reconcileIssues").into_iter().map(str::parse);
    let body = JqlBody {
        jql: api.params.get("jql").unwrap_or_default().to_owned(),
        next_page_token: api.params.get("nextPageToken").filter(|t| !t.is_empty()).map(str::to_owned),
        max_results: Some(api.params.number("maxResults", 50)?),
        fields: owned(api.params.list("fields")),
        expand: api.params.get("expand").unwrap_or_default().to_owned(),
        reconcile_issues: reconcile.collect::<Result<_, _>>().map_err(|_| bad_payload())?,
        ..JqlBody::default()
    };
    by_token(&api, body)
}

pub(super) async fn jql_post(api: Api, body: Bytes) -> Reply {
    let body = serde_json::from_slice(&body).map_err(|_| bad_payload())?;
    by_token(&api, body)
}

fn by_token(api: &Api, body: JqlBody) -> Reply {
    let state = api.state();
    let asked = body.max_results.unwrap_or(50);
    if !(1..=5000).contains(&asked) {
        return Err(Error::bad("The value of 'maxResults' must be between 1 and 5000."));
    }
    if body.reconcile_issues.len() > 50 {
        return Err(Error::bad("The number of issues to reconcile must not exceed 50."));
    }
    let mut plan = plan(api, &state, &body.jql)?;
    if !plan.bounded {
        return Err(Error::bad(
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
        ));
    }
    plan.reconcile(&body.reconcile_issues);
    let shape = IssueShape {
        wanted: Wanted::new(body.fields.iter().map(String::as_str), "id"),
        expand: Expand::new(body.expand.split(',')),
        caps: Caps::SEARCH,
    };
    let bare = shape.wanted.only_key() && !shape.expand.changelog;
    let most = match (bare, shape.wanted.needs_children() || shape.expand.changelog) {
        (true, _) => BARE,
        (false, false) => PLAIN,
        (false, true) => WHOLE,
    };
    let size = (asked as usize).min(most).min(state.settings.token_page);
    let (order, descending) = plan.order();
    let after = match &body.next_page_token {
        None => None,
        Some(_) if api.fault() == Some(&FaultKind::ExpiredToken) => return Err(bad_token()),
        Some(text) => Some(token::read(&body.jql, text).ok_or_else(bad_token)?),
    };
    let plan = match after {
        Some((value, _)) if order != OrderBy::Key => plan.starting_at(value),
        _ => plan,
    };
    let beyond = |position| after.is_none_or(|a| if descending { position < a } else { position > a });
    let mut heads = plan.run(&state).filter(|h| beyond(h.position(order)));
    let page: Vec<_> = heads.by_ref().take(size).collect();
    let more = heads.next().is_some();
    let shown: Vec<Head> = page.iter().filter(|h| can_be_shown(&state, h, &shape)).copied().collect();
    api.record_issues(&state, &ids(&shown), shape.is_cheap());
    let view = api.view(&state);
    let mut answer = json!({
        "issues": shown.iter().map(|h| view.listed(h, &shape)).collect::<Vec<_>>(), "isLast": !more,
    });
    let next = page.last().filter(|_| more).map(|last| {
        let (a, b) = last.position(order);
        token::token(&body.jql, a, b)
    });
    let next = match api.fault() {
        Some(FaultKind::TokenCircle { length, fresh }) => {
            api.app.faults.circle(&body.jql, next, *length, *fresh)
        }
        Some(FaultKind::RepeatedToken) => next.map(|_| {
            let first = if descending { (i64::MAX, u64::MAX) } else { (-1, 0) };
            body.next_page_token.unwrap_or_else(|| token::token(&body.jql, first.0, first.1))
        }),
        _ => next,
    };
    if let Some(next) = next {
        answer["isLast"] = json!(false);
        answer["nextPageToken"] = json!(next);
    }
    if shape.expand.names {
        answer["names"] = view.field_names();
    }
    if shape.expand.schema {
        answer["schema"] = schemas();
    }
    Ok(Json(answer))
}

pub(super) async fn approximate_count(api: Api, body: Bytes) -> Reply {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Count {
        jql: String,
    }
    let count: Count = serde_json::from_slice(&body).map_err(|_| bad_payload())?;
    let state = api.state();
    let plan = plan(&api, &state, &count.jql)?;
    if !plan.bounded {
        return Err(Error::bad(
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
        ));
    }
    let count = plan.count(&state).saturating_add_signed(state.settings.count_error);
    Ok(Json(json!({"count": count})))
}

pub(super) async fn offset_get(api: Api) -> Reply {
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    let body = OffsetBody {
        jql: api.params.get("jql").unwrap_or_default().to_owned(),
        start_at: api.params.number("startAt", 0)?,
        max_results: Some(api.params.number("maxResults", 50)?),
        fields: owned(api.params.list("fields")),
        expand: owned(api.params.list("expand")),
        validate_query: api.params.get("validateQuery").map(|value| value != "false"),
    };
    by_offset(&api, body)
}

pub(super) async fn offset_post(api: Api, body: Bytes) -> Reply {
    let body = serde_json::from_slice(&body).map_err(|_| bad_payload())?;
    by_offset(&api, body)
}

fn by_offset(api: &Api, body: OffsetBody) -> Reply {
    let state = api.state();
    let config = api.app.site.config();
    let plan = plan_with(api, &state, &body.jql, body.validate_query == Some(false))?;
    let heeded = api.fault() != Some(&FaultKind::FirstPageAgain);
    let start = if heeded { body.start_at.max(0) as u64 } else { 0 };
    let asked = body.max_results.filter(|n| *n >= 0).map_or(config.search_page_cap, |n| n as u64);
    let size = asked.min(config.search_page_cap);
    if config.search_window.is_some_and(|window| start + size > window) {
        return Err(Error::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Result window is too large, from + size must be less than or equal to: [10000]",
        ));
    }
    let shape = IssueShape {
        wanted: Wanted::new(body.fields.iter().map(String::as_str), "*navigable"),
        expand: Expand::new(body.expand.iter().flat_map(|e| e.split(','))),
        caps: Caps::DATA_CENTER,
    };
    let view = api.view(&state);
    let page = plan.run(&state).skip(start as usize).take(size as usize);
    let shown: Vec<Head> = page.filter(|h| can_be_shown(&state, h, &shape)).collect();
    api.record_issues(&state, &ids(&shown), shape.is_cheap());
    let issues: Vec<Value> = shown.iter().map(|h| view.listed(h, &shape)).collect();
    let mut answer = json!({
        "expand": "schema,names", "startAt": start, "maxResults": size, "total": plan.count(&state), "issues": issues,
    });
    if shape.expand.names {
        answer["names"] = view.field_names();
    }
    if shape.expand.schema {
        answer["schema"] = schemas();
    }
    Ok(Json(answer))
}

/// Parses and resolves a query. Errors are Jira's messages.
pub(super) fn plan(api: &Api, state: &State, text: &str) -> Result<Plan, Error> {
    plan_with(api, state, text, false)
}

fn plan_with(api: &Api, state: &State, text: &str, lenient: bool) -> Result<Plan, Error> {
    let query = jql::parse(text).map_err(|message| Error::bad(&message))?;
    let failing = api.app.faults.failing();
    let context = Context {
        state,
        zone: &api.app.zone,
        now: api.now(),
        anonymous: api.anonymous,
        failing: failing.iter().filter_map(|p| state.project(p)).collect(),
        lenient,
    };
    Plan::new(&query, &context).map_err(|messages| Error { status: StatusCode::BAD_REQUEST, messages })
}

/// Whether an issue of the index can still be loaded. Its id alone does not require it.
fn can_be_shown(state: &State, head: &Head, shape: &IssueShape) -> bool {
    shape.wanted.only_id() || state.may_open(head.id)
}

pub(super) fn ids(heads: &[Head]) -> Vec<u64> {
    heads.iter().map(|head| head.id).collect()
}

fn bad_payload() -> Error {
    Error::bad("Invalid request payload. Refer to the REST API documentation and try again.")
}

fn bad_token() -> Error {
    Error::bad("The provided next page token is invalid or expired.")
}
