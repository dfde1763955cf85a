//! Cloud's bulk requests.

use axum::Json;
use axum::body::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Api, Error, Reply};
use super::token;
use crate::demo::data::History;
use crate::demo::faults::FaultKind;
use crate::demo::render::{Caps, Expand, IssueShape, Wanted};
use crate::demo::site::State;

const ISSUES: usize = 100;
const CHANGELOG_ISSUES: usize = 1000;
const CHANGELOG_FIELDS: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct IssuesBody {
    issue_ids_or_keys: Vec<Value>,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    expand: Vec<String>,
    #[serde(default, rename = "fieldsByKeys")]
    _fields_by_keys: Option<bool>,
    #[serde(default, rename = "properties")]
    _properties: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ChangelogsBody {
    issue_ids_or_keys: Vec<Value>,
    #[serde(default)]
    field_ids: Vec<String>,
    max_results: Option<i64>,
    next_page_token: Option<String>,
}

/// Up to 100 issues, ordered by id. Missing and forbidden ones are silently left out.
pub(super) async fn issues(api: Api, body: Bytes) -> Reply {
    let body: IssuesBody = parse(&body)?;
    if body.issue_ids_or_keys.is_empty() || body.issue_ids_or_keys.len() > ISSUES {
        return Err(Error::bad("The number of issue IDs or keys must be between 1 and 100."));
    }
    let state = api.state();
    let ids = readable(&api, &state, &body.issue_ids_or_keys);
    let shape = IssueShape {
        wanted: Wanted::new(body.fields.iter().map(String::as_str), "*navigable"),
        expand: Expand::new(body.expand.iter().map(String::as_str)),
        caps: Caps::SEARCH,
    };
    let view = api.view(&state);
    let hit = api.record_issues(&state, &ids, false);
    let failed = match api.fault() {
        Some(FaultKind::IssueErrors { .. }) if !hit.is_empty() => hit,
        Some(FaultKind::IssueErrors { count }) => ids.iter().take(*count).copied().collect(),
        _ => Vec::new(),
    };
    let errors: Vec<Value> = failed
        .iter()
        .map(|id| json!({"id": id.to_string(), "errorMessage": "The issue could not be fetched, please retry."}))
        .collect();
    let fine = ids.iter().filter(|id| !failed.contains(id));
    let issues = fine.filter_map(|id| state.entry(*id)).map(|e| view.issue(&e, &shape));
    Ok(Json(json!({"issues": issues.collect::<Vec<_>>(), "issueErrors": errors})))
}

/// Changelogs of up to 1000 issues, oldest entry of all first: an issue's entries can span pages.
pub(super) async fn changelogs(api: Api, body: Bytes) -> Reply {
    let body: ChangelogsBody = parse(&body)?;
    if body.issue_ids_or_keys.is_empty() || body.issue_ids_or_keys.len() > CHANGELOG_ISSUES {
        return Err(Error::bad("The number of issue IDs or keys must be between 1 and 1000."));
    }
    if body.field_ids.len() > CHANGELOG_FIELDS {
        return Err(Error::bad("The number of field IDs must not exceed 10."));
    }
    let size = body.max_results.unwrap_or(1000);
    if !(1..=10_000).contains(&size) {
        return Err(Error::bad("The value of 'maxResults' must be between 1 and 10000."));
    }
    let state = api.state();
    let ids = readable(&api, &state, &body.issue_ids_or_keys);
    let purpose = format!("{ids:?} {:?}", body.field_ids);
    let bad_token = || Error::bad("The provided next page token is invalid or expired.");
    let start = match &body.next_page_token {
        None => 0,
        Some(_) if api.fault() == Some(&FaultKind::ExpiredToken) => return Err(bad_token()),
        Some(text) => token::read(&purpose, text).ok_or_else(bad_token)?.1 as usize,
    };
    let mut all: Vec<(u64, History)> =
        ids.iter().flat_map(|id| state.histories(*id).into_iter().map(|h| (*id, h))).collect();
    let named = |h: &History| {
        body.field_ids.is_empty()
            || h.items.iter().any(|i| i.field_id.is_some_and(|f| body.field_ids.iter().any(|n| n == f)))
    };
    all.retain(|(_, h)| named(h));
    all.sort_by_key(|(id, h)| (h.created, *id, h.id));
    let mut page: Vec<&(u64, History)> = all.iter().skip(start).take(size as usize).collect();
    let next = start + page.len();
    page.sort_by_key(|(id, h)| (*id, h.created, h.id));
    let held: Vec<u64> = page.chunk_by(|a, b| a.0 == b.0).map(|group| group[0].0).collect();
    api.record_issues(&state, &held, false);
    let view = api.view(&state);
    let dates = api.app.site.config().changelog_dates;
    let groups = page.chunk_by(|a, b| a.0 == b.0).map(|group| {
        let histories: Vec<Value> = group.iter().map(|(_, h)| view.bulk_history(h, dates)).collect();
        json!({"issueId": group[0].0.to_string(), "changeHistories": histories})
    });
    let mut answer = json!({"issueChangeLogs": groups.collect::<Vec<_>>()});
    let following = (next < all.len()).then(|| token::token(&purpose, 0, next as u64));
    let following = match api.fault() {
        Some(FaultKind::TokenCircle { length, fresh }) => {
            api.app.faults.circle(&purpose, following, *length, *fresh)
        }
        Some(FaultKind::RepeatedToken) => following.map(|_| token::token(&purpose, 0, start as u64)),
        _ => following,
    };
    if let Some(token) = following {
        answer["nextPageToken"] = json!(token);
    }
    Ok(Json(answer))
}

/// Ids of the visible issues, in ascending order and without duplicates.
fn readable(api: &Api, state: &State, names: &[Value]) -> Vec<u64> {
    let text = |name: &Value| name.as_str().map_or_else(|| name.to_string(), str::to_owned);
    let mut ids: Vec<u64> = names.iter().filter_map(|name| api.issue(state, &text(name)).ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn parse<T: for<'a> Deserialize<'a>>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| {
        Error::bad("Invalid request payload. Refer to the REST API documentation and try again.")
    })
}
