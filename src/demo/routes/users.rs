//! Users.

use axum::Json;
use axum::http::StatusCode;
use serde_json::Value;

use super::api::{Api, Error, Reply};
use crate::demo::data::Person;
use crate::demo::render::Place;

/// On a realistic site, one user in this many is listed twice.
const DUPLICATE_EVERY: usize = 5;
/// Page size of a realistic site.
const SMALL_PAGE: usize = 11;

/// The only resource that proves the credentials.
pub(super) async fn myself(api: Api) -> Reply {
    if api.anonymous {
        return Err(Error::new(
            StatusCode::UNAUTHORIZED,
            "Client must be authenticated to access this resource.",
        ));
    }
    let state = api.state();
    let mut me = api.view(&state).full_user(0);
    me["timeZone"] = api.app.site.config().account_time_zone.clone().into();
    Ok(Json(me))
}

pub(super) async fn user(api: Api) -> Reply {
    let state = api.state();
    let cloud = api.cloud();
    let named = |p: &Person| {
        let is = |param: &str, value: &str| api.params.get(param) == Some(value);
        if cloud { is("accountId", &p.account_id) } else { is("key", &p.key) || is("username", &p.name) }
    };
    let index = state.people.iter().position(named).filter(|_| !api.anonymous);
    let index = index.ok_or_else(|| {
        Error::missing("Specified user does not exist or you do not have required permissions")
    })?;
    Ok(Json(api.view(&state).full_user(index)))
}

/// Cloud: all users, in pages.
pub(super) async fn everybody(api: Api) -> Reply {
    listed(&api, |_| true)
}

/// Users whose name or address contains a text; `.` matches all on Data Center.
pub(super) async fn find(api: Api) -> Reply {
    let asked =
        api.params.get("query").or_else(|| api.params.get("username")).unwrap_or_default().to_lowercase();
    if asked.is_empty() {
        return Err(Error::bad("The username query parameter was not provided."));
    }
    let inactive = api.cloud() || api.params.get("includeInactive") == Some("true");
    listed(&api, |p| {
        let fits = |text: &str| text.to_lowercase().contains(&asked);
        (p.active || inactive) && (asked == "." || fits(&p.name) || fits(&p.display_name) || fits(&p.email))
    })
}

fn listed(api: &Api, fits: impl Fn(&Person) -> bool) -> Reply {
    if api.anonymous {
        return Ok(Json(Value::Array(Vec::new())));
    }
    let state = api.state();
    let view = api.view(&state);
    let (start, size) = api.params.page(50, 1000)?;
    let people = (0..state.people.len()).filter(|i| fits(&state.people[*i]));
    // A realistic site lists some twice, even on adjacent pages, and its pages are shorter than requested.
    let realistic = api.app.site.config().realistic;
    let times = |i: usize| if realistic && i % DUPLICATE_EVERY == DUPLICATE_EVERY - 1 { 2 } else { 1 };
    let people = people.flat_map(|i| std::iter::repeat_n(i, times(i)));
    let size = if realistic { size.min(SMALL_PAGE) } else { size };
    Ok(Json(people.skip(start).take(size).map(|i| view.user(i, Place::List, 0)).collect()))
}
