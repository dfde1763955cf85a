//! The worklog feeds of the site.

use axum::Json;
use axum::body::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Api, Error, Reply};

/// The feeds leave out the last minute.
const FEED_DELAY: i64 = 60_000;
const LIST: usize = 1000;

pub(super) async fn updated(api: Api) -> Reply {
    let (since, until) = range(&api)?;
    let (feed, last) =
        if api.anonymous { (Vec::new(), true) } else { api.state().updated_worklogs(since, until) };
    Ok(feed_page(&api, "updated", since, until, &feed, last))
}

pub(super) async fn deleted(api: Api) -> Reply {
    let (since, until) = range(&api)?;
    let (feed, last) =
        if api.anonymous { (Vec::new(), true) } else { api.state().worklogs_deleted(since, until) };
    Ok(feed_page(&api, "deleted", since, until, &feed, last))
}

pub(super) async fn list(api: Api, body: Bytes) -> Reply {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Ids {
        ids: Vec<u64>,
    }
    let body: Ids = serde_json::from_slice(&body).map_err(|_| Error::bad("The request body is invalid."))?;
    if body.ids.len() > LIST {
        return Err(Error::bad("The number of worklog IDs must not exceed 1000."));
    }
    let state = api.state();
    let view = api.view(&state);
    let found = body.ids.iter().filter_map(|id| {
        let issue = api.issue(&state, &state.worklog_owner(*id)?.to_string()).ok()?;
        let worklogs = state.worklogs(issue);
        worklogs.iter().find(|w| w.id == *id).map(|w| view.worklog(issue, w))
    });
    Ok(Json(found.collect()))
}

fn range(api: &Api) -> Result<(i64, i64), Error> {
    Ok((api.params.number("since", 0)?, api.now() - FEED_DELAY))
}

fn feed_page(api: &Api, name: &str, since: i64, end: i64, feed: &[(i64, u64)], last: bool) -> Json<Value> {
    let state = api.state();
    let view = api.view(&state);
    let values: Vec<Value> =
        feed.iter().map(|(at, id)| json!({"worklogId": id, "updatedTime": at, "properties": []})).collect();
    let until = feed.last().map_or(end, |(at, _)| *at);
    let address = |since: i64| view.url(&format!("worklog/{name}?since={since}"));
    let mut page = json!({
        "values": values, "since": since, "until": until, "self": address(since), "lastPage": last,
    });
    if !last {
        page["nextPage"] = json!(address(until + 1));
    }
    Json(page)
}
