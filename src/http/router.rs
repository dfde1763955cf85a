use app::BasePath;
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, trace::TraceLayer};

use super::{
    events::EventHub,
    forms,
    json_body::LARGEST_BODY,
    middleware::{
        base_path,
        caller::{self, Callers},
        clean_address, guard, headers,
        hosts::{self, Hosts},
    },
    openapi, pages, problem, server_functions,
    site_files::SiteFiles,
};

/// All routes of the server, with the layers that protect them.
pub(super) fn router(
    callers: Callers,
    hub: EventHub,
    site_files: SiteFiles,
    hosts: &Hosts,
    base: &BasePath,
) -> Router {
    let plain = openapi::plain_routes().split_for_parts().0;
    let api = Router::new()
        .merge(server_functions::routes())
        .merge(plain)
        .merge(forms::routes())
        .route("/api", any(problem::not_found))
        .route("/api/", any(problem::not_found))
        .route("/api/{*path}", any(problem::not_found))
        .layer(Extension(hub.clone()))
        .layer(from_fn(problem::complete));
    let router = pages::routes(site_files, base, hub)
        .layer(from_fn(clean_address::redirect))
        .merge(api)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(callers, caller::identify))
        .layer(from_fn_with_state(hosts.clone(), guard::same_origin))
        .layer(from_fn_with_state(hosts.clone(), hosts::check))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn(headers::secure))
        .layer(CompressionLayer::new())
        // `problem` logs failures with their reason.
        .layer(TraceLayer::new_for_http().on_failure(()));
    base_path::under(base, router)
}
