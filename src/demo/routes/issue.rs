//! Single issues and their lists.

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use serde_json::{Value, json};

use super::api::{Api, Error, Reply, page_bean};
use crate::demo::data::Entry;
use crate::demo::render::{Caps, Expand, IssueShape, Wanted};
use crate::demo::site::State;

/// The issue with this id or key, if the account may open it.
fn open(api: &Api, state: &State, issue: &str) -> Result<Arc<Entry>, Error> {
    let id = api.issue(state, issue)?;
    api.record_issues(state, &[id], false);
    state.entry(id).ok_or_else(Error::no_issue)
}

pub(super) async fn one(api: Api, Path(issue): Path<String>) -> Reply {
    let state = api.state();
    let entry = open(&api, &state, &issue)?;
    let shape = IssueShape {
        wanted: Wanted::new(api.params.list("fields"), "*all"),
        expand: Expand::new(api.params.list("expand")),
        caps: if api.cloud() { Caps::ISSUE } else { Caps::DATA_CENTER },
    };
    Ok(Json(api.view(&state).issue(&entry, &shape)))
}

/// Cloud: at most 100 per page, and an empty page after the end. Data Center: all, unless a page is requested.
pub(super) async fn comments(api: Api, Path(issue): Path<String>) -> Reply {
    let state = api.state();
    let entry = open(&api, &state, &issue)?;
    if !state.settings.comments {
        return Err(Error::missing("Comments are not available for this issue."));
    }
    let most = if api.cloud() { 100 } else { 1_048_576 };
    let (start, size) = api.params.page(most, most)?;
    let view = api.view(&state);
    let mut comments: Vec<_> = entry.comments.iter().collect();
    match api.params.get("orderBy") {
        None | Some("created" | "+created") => {}
        Some("-created") => comments.reverse(),
        Some(other) => return Err(Error::bad(&format!("Cannot order comments by '{other}'."))),
    }
    let page: Vec<Value> =
        comments.into_iter().skip(start).take(size).map(|c| view.comment(entry.issue.id, c)).collect();
    Ok(Json(json!({
        "startAt": start, "maxResults": size, "total": entry.comments.len(), "comments": page,
    })))
}

pub(super) async fn worklogs(api: Api, Path(issue): Path<String>) -> Reply {
    let state = api.state();
    let entry = open(&api, &state, &issue)?;
    if !state.settings.time_tracking {
        return Err(Error::missing("Time Tracking is not enabled."));
    }
    let most = if api.cloud() { 5000 } else { 1_048_576 };
    let (start, size) = api.params.page(most, most)?;
    let after = api.params.number("startedAfter", i64::MIN)?;
    let before = api.params.number("startedBefore", i64::MAX)?;
    let view = api.view(&state);
    let all: Vec<_> = entry.worklogs.iter().filter(|w| w.started >= after && w.started < before).collect();
    let page: Vec<Value> =
        all.iter().skip(start).take(size).map(|w| view.worklog(entry.issue.id, w)).collect();
    Ok(Json(json!({"startAt": start, "maxResults": size, "total": all.len(), "worklogs": page})))
}

/// Cloud: oldest first, at most 100 per page.
pub(super) async fn changelog(api: Api, Path(issue): Path<String>) -> Reply {
    let state = api.state();
    let entry = open(&api, &state, &issue)?;
    let (start, size) = api.params.page(100, 100)?;
    let view = api.view(&state);
    let values: Vec<Value> = entry.histories.iter().map(|h| view.history(h)).collect();
    Ok(Json(page_bean(&view.url(&format!("issue/{issue}/changelog")), &values, start, size)))
}

pub(super) async fn remote_links(api: Api, Path(issue): Path<String>) -> Reply {
    let state = api.state();
    let entry = open(&api, &state, &issue)?;
    let view = api.view(&state);
    let key = state.key(entry.issue.project, entry.issue.number);
    Ok(Json(entry.remote_links.iter().map(|l| view.remote_link(&key, l)).collect()))
}
