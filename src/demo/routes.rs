//! Jira's REST API.

mod agile;
mod api;
mod bulk;
mod guard;
mod issue;
mod permissions;
mod project;
mod reference;
mod search;
mod token;
mod users;
mod work;
mod worklog;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::app::App;
use super::config::Edition;

pub(super) fn router(app: App) -> Router {
    let cloud = app.site.config().edition == Edition::Cloud;
    let mut router = Router::new();
    let versions: &[&str] = if cloud { &["2", "3", "latest"] } else { &["2", "latest"] };
    for version in versions {
        router =
            router.nest(&format!("/rest/api/{version}"), if cloud { self::cloud() } else { data_center() });
    }
    router
        .nest("/rest/agile/1.0", agile::router())
        .fallback(api::not_found)
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

/// The routes of both editions.
fn common() -> Router<App> {
    Router::new()
        .route("/serverInfo", get(reference::server_info))
        .route("/myself", get(users::myself))
        .route("/mypermissions", get(permissions::mine))
        .route("/field", get(reference::fields))
        .route("/status", get(reference::statuses))
        .route("/statuscategory", get(reference::status_categories))
        .route("/issuetype", get(reference::issue_types))
        .route("/priority", get(reference::priorities))
        .route("/resolution", get(reference::resolutions))
        .route("/issueLinkType", get(reference::link_types))
        .route("/project", get(project::all))
        .route("/project/{project}", get(project::one))
        .route("/project/{project}/versions", get(project::versions))
        .route("/project/{project}/version", get(project::version_page))
        .route("/project/{project}/components", get(project::components))
        .route("/project/{project}/statuses", get(project::statuses))
        .route("/user", get(users::user))
        .route("/user/search", get(users::find))
        .route("/issue/{issue}", get(issue::one))
        .route("/issue/{issue}/comment", get(issue::comments))
        .route("/issue/{issue}/worklog", get(issue::worklogs))
        .route("/issue/{issue}/remotelink", get(issue::remote_links))
        .route("/worklog/updated", get(worklog::updated))
        .route("/worklog/deleted", get(worklog::deleted))
        .route("/worklog/list", post(worklog::list))
}

fn cloud() -> Router<App> {
    common()
        .route("/project/search", get(project::search))
        .route("/project/{project}/component", get(project::component_page))
        .route("/users/search", get(users::everybody))
        .route("/search", get(search::removed).post(search::removed))
        .route("/search/jql", get(search::jql_get).post(search::jql_post))
        .route("/search/approximate-count", post(search::approximate_count))
        .route("/issue/bulkfetch", post(bulk::issues))
        .route("/changelog/bulkfetch", post(bulk::changelogs))
        .route("/issue/{issue}/changelog", get(issue::changelog))
}

fn data_center() -> Router<App> {
    common().route("/search", get(search::offset_get).post(search::offset_post))
}
