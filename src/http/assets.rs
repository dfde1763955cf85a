use std::path::Path;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// Where cargo-leptos puts scripts, WASM and styles, below the site root.
pub(super) const PACKAGE: &str = "pkg";

/// The request without its body, to ask for a file with: a body cannot be shared while files are looked for.
pub(super) fn without_body(request: &Request) -> Request {
    let mut asked = Request::new(Body::empty());
    asked.method_mut().clone_from(request.method());
    asked.uri_mut().clone_from(request.uri());
    asked.headers_mut().clone_from(request.headers());
    asked
}

/// The file of the site root that is asked for, if there is one.
///
/// Names carry no hash, so browsers ask each time whether their copy is still good (`Last-Modified`).
pub(super) async fn file(site_root: &Path, asked: Request) -> Option<Response> {
    let folder = ServeDir::new(site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let Ok(response) = folder.oneshot(asked).await;
    let found = [
        StatusCode::OK,
        StatusCode::PARTIAL_CONTENT,
        StatusCode::NOT_MODIFIED,
        StatusCode::PRECONDITION_FAILED,
        StatusCode::RANGE_NOT_SATISFIABLE,
    ];
    if !found.contains(&response.status()) {
        return None;
    }
    let mut response = response.map(Body::new);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Some(response)
}

/// The answer where a file that belongs to every page is not there.
pub(super) fn missing(site_root: &Path, path: &str) -> Option<Response> {
    path.strip_prefix('/')?.strip_prefix(PACKAGE)?.starts_with('/').then(|| {
        let text = format!(
            "{path} is not in {}. Build the browser half with `script/build`, or name the folder \
             that holds it in LEPTOS_SITE_ROOT.\n",
            site_root.display()
        );
        (StatusCode::NOT_FOUND, text).into_response()
    })
}

/// Why pages will look bare, if they will: for the log at the start.
pub(super) fn complaint(site_root: &Path) -> Option<String> {
    let script = site_root.join(PACKAGE).join("jira-sync.js");
    (!script.is_file()).then(|| {
        format!(
            "{} is missing: pages will have no style and no live updates. Build the browser half with `script/build`, or \
             name the folder that holds it in LEPTOS_SITE_ROOT.",
            script.display()
        )
    })
}
