//! The pages of `app`, rendered here and hydrated in the browser, and the files they need.

use std::sync::OnceLock;

use app::{BasePath, error::ApiError};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header, request::Parts, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use leptos::{
    config::LeptosOptions,
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions};
use leptos_router::location::RequestUrl;

use super::{
    context::provide_services,
    problem::{self, Problem},
    site_files::{PACKAGE, PROGRAM, SiteFiles, without_body},
};

/// Every page, the browser's files, and the page that says there is no such page.
pub(super) fn routes(site_files: SiteFiles, base: &BasePath) -> Router {
    if let Some(complaint) = site_files.complaint() {
        tracing::warn!("{complaint}");
    }
    let options = LeptosOptions::builder().output_name(PROGRAM).site_pkg_dir(PACKAGE).build();
    let context = page_context(base.clone());
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let page = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    let otherwise = move |request: Request| {
        let (page, site_files) = (page.clone(), site_files.clone());
        async move {
            if ![Method::GET, Method::HEAD].contains(request.method()) {
                return problem::not_found(request).await.into_response();
            }
            if let Some(response) = site_files.answer(without_body(&request)).await {
                return response;
            }
            if let Some(response) = site_files.missing(request.uri().path()) {
                return response;
            }
            let mut response = page(request).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        }
    };
    Router::new()
        .leptos_routes_with_context(&options, paths(), context, shell)
        .method_not_allowed_fallback(no_such_method)
        .fallback(otherwise)
        .with_state(options)
}

/// The paths of the pages, listed once per process: a page that starts to load data while any server in the process lists
/// its paths never finishes (leptos-rs/leptos#4773).
fn paths() -> Vec<AxumRouteListing> {
    static PATHS: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    let paths = PATHS.get_or_init(|| {
        // Server functions are mounted elsewhere, with what guards them.
        let elsewhere = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
        generate_route_list_with_exclusions(app::App, Some(elsewhere))
    });
    paths.clone()
}

async fn no_such_method() -> Response {
    let refusal = ApiError::bad_request("A page can only be read.");
    Problem(ApiError { status: 405, title: "Method Not Allowed".to_owned(), ..refusal }).into_response()
}

/// The context of every request, and for a page the policy that lets its own scripts run and no others.
fn page_context(base: BasePath) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_services();
        seen_under(&base);
        let (Some(options), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
        let policy = format!(
            "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
             style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'"
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        options.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
}

/// The pages' links and routes begin with the path under which browsers see the server.
fn seen_under(base: &BasePath) {
    if let Some(asked) = use_context::<Parts>().filter(|_| !base.0.is_empty()) {
        let path = asked.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        provide_context(RequestUrl::new(&format!("http://localhost{}{path}", base.0)));
    }
    provide_context(base.clone());
}
