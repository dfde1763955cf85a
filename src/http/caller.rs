use app::service::Caller;
use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

/// Layer: says in the request's extensions who asks.
pub(super) async fn identify(mut request: Request, next: Next) -> Response {
    let caller = caller_of(request.headers());
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// `dashboard` for a browser, `api` for a script; a key makes a script of any caller.
fn caller_of(headers: &HeaderMap) -> Caller {
    let has = |name: &str| headers.contains_key(name);
    let is_browser = has("sec-fetch-site") || has("sec-fetch-mode") || has(header::ORIGIN.as_str());
    Caller(if is_browser && !has("x-admin-key") { "dashboard" } else { "api" }.to_owned())
}
