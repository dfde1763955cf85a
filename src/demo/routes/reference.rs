//! `serverInfo` and the catalogs.

use axum::Json;
use serde_json::{Value, json};

use super::api::{Api, Reply};
use crate::demo::data::{ISSUE_TYPES, LINK_TYPES, RESOLUTIONS, STATUSES};
use crate::demo::render::View;

/// Available to anybody, so it proves nothing about the credentials.
pub(super) async fn server_info(api: Api) -> Json<Value> {
    let state = api.state();
    let view = api.view(&state);
    let now = view.time(api.now());
    Json(if api.cloud() {
        json!({
            "baseUrl": api.base, "displayUrl": api.base, "version": "1001.0.0-SNAPSHOT",
            "versionNumbers": [1001, 0, 0], "deploymentType": "Cloud", "buildNumber": 100_290,
            "buildDate": "2025-09-01T02:00:00.000+0000", "serverTime": now,
            "scmInfo": "6f1b1e9a6fdc3a4e", "serverTitle": "Sample Jira", "serverTimeZone": "Etc/UTC",
        })
    } else {
        json!({
            "baseUrl": api.base, "version": "11.0.1", "versionNumbers": [11, 0, 1], "deploymentType": "Server",
            "buildNumber": 11_000_001, "buildDate": "2025-09-01T00:00:00.000+0000", "serverTime": now,
            "scmInfo": "6f1b1e9a6fdc3a4e", "serverTitle": "Sample Jira",
        })
    })
}

fn all(api: &Api, count: usize, one: impl Fn(&View<'_>, usize) -> Value) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    Ok(Json((0..count).map(|i| one(&view, i)).collect()))
}

pub(super) async fn fields(api: Api) -> Reply {
    let state = api.state();
    Ok(Json(api.view(&state).fields().into()))
}

pub(super) async fn statuses(api: Api) -> Reply {
    all(&api, STATUSES.len(), |view, i| view.status(i))
}

pub(super) async fn status_categories(api: Api) -> Reply {
    all(&api, 4, |view, i| view.status_category(i as u64 + 1))
}

pub(super) async fn issue_types(api: Api) -> Reply {
    all(&api, ISSUE_TYPES.len(), |view, i| view.issue_type(i))
}

pub(super) async fn priorities(api: Api) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    Ok(Json(state.present_priorities().map(|i| view.listed_priority(i)).collect()))
}

pub(super) async fn resolutions(api: Api) -> Reply {
    all(&api, RESOLUTIONS.len(), |view, i| view.resolution(i))
}

pub(super) async fn link_types(api: Api) -> Reply {
    let Json(types) = all(&api, LINK_TYPES.len(), |view, i| view.link_type(i))?;
    Ok(Json(json!({"issueLinkTypes": types})))
}
