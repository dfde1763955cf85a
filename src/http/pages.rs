//! The pages of `app`, rendered on the server and hydrated in the browser, and the files they need.

use std::sync::OnceLock;

use app::{BasePath, error::ApiError, model::Marks, service::CallerServices};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts, uri::PathAndQuery},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions};
use leptos_router::location::RequestUrl;

use super::{
    context::provide_services,
    events::EventHub,
    problem::{self, Problem},
    site_files::{PROGRAM, SiteFiles, without_body},
};

/// The routes of the pages and of the browser's files, with the 404 page as fallback.
pub(super) fn routes(site_files: SiteFiles, base: &BasePath, hub: EventHub) -> Router {
    if let Some(problem) = site_files.problem() {
        tracing::warn!("{problem}");
    }
    let options = LeptosOptions::builder().output_name(PROGRAM).site_pkg_dir(site_files.package()).build();
    let context = page_context(base.clone());
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let page = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    let fallback = move |request: Request| {
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
        .route_layer(from_fn_with_state(hub, mark))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(fallback)
        .with_state(options)
}

/// The routes of the pages, generated only once per process: a page that starts to load data during generation never
/// finishes (leptos-rs/leptos#4773).
fn paths() -> Vec<AxumRouteListing> {
    static PATHS: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    let paths = PATHS.get_or_init(|| {
        // Server functions are mounted in `server_functions`, with their own layers.
        let excluded = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
        generate_route_list_with_exclusions(app::App, Some(excluded))
    });
    paths.clone()
}

/// Layer that adds the marks of the live stream to the request of a page, before the page reads any data.
async fn mark(State(hub): State<EventHub>, mut request: Request, next: Next) -> Response {
    let services = request.extensions().get::<CallerServices>().cloned();
    if let Some(services) = services
        && let Some(marks) = hub.marks(&services.caller).await
    {
        request.extensions_mut().insert(marks);
    }
    next.run(request).await
}

async fn method_not_allowed() -> Response {
    let refusal = ApiError::bad_request("Pages support only GET and HEAD.");
    Problem(ApiError { status: 405, title: "Method Not Allowed".to_owned(), ..refusal }).into_response()
}

/// The Leptos context of every request. `app::shell` sets the content security policy.
fn page_context(base: BasePath) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_services();
        provide_base_path(&base);
        if let Some(marks) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Marks>().cloned())
        {
            provide_context(marks);
        }
        if let Some(options) = use_context::<ResponseOptions>() {
            options.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
    }
}

/// Makes the pages' links and routes start with the path under which browsers reach the server.
fn provide_base_path(base: &BasePath) {
    if let Some(request) = use_context::<Parts>().filter(|_| !base.0.is_empty()) {
        let path = request.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        provide_context(RequestUrl::new(&format!("http://localhost{}{path}", base.0)));
    }
    provide_context(base.clone());
}
