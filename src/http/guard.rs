use app::error::ApiError;
use axum::{
    extract::Request,
    http::{HeaderMap, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::problem::Problem;

/// Layer: a page of another origin cannot change anything here, also not through a form.
///
/// Callers that are no browsers send neither `Sec-Fetch-Site` nor `Origin` and pass.
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if safe || is_same_origin(request.headers(), request.uri()) {
        return next.run(request).await;
    }
    let refusal =
        "The request comes from a page of another origin. Open jira-sync itself, or call without Origin.";
    let error = ApiError { status: 403, title: "Forbidden".to_owned(), ..ApiError::bad_request(refusal) };
    Problem(error).into_response()
}

fn is_same_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    let host = text(header::HOST.as_str()).or(uri.authority().map(|authority| authority.as_str()));
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    matches!((origin_host, host), (Some(origin), Some(host)) if origin.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        is_same_origin(&headers, &Uri::from_static("/api/sync/start"))
    }

    #[test]
    fn what_the_browser_says_of_the_site_decides() {
        assert!(check(&[("sec-fetch-site", "same-origin"), ("origin", "https://proxy"), ("host", "inner")]));
        assert!(check(&[("sec-fetch-site", "none")]));
        assert!(!check(&[("sec-fetch-site", "same-site")]));
        assert!(!check(&[("sec-fetch-site", "cross-site"), ("origin", "http://a:1"), ("host", "a:1")]));
    }

    #[test]
    fn otherwise_origin_must_be_the_host() {
        assert!(check(&[("origin", "http://LOCALHOST:8987"), ("host", "localhost:8987")]));
        assert!(!check(&[("origin", "http://localhost:3000"), ("host", "localhost:8987")]));
        assert!(!check(&[("origin", "null"), ("host", "localhost:8987")]));
        assert!(!check(&[("origin", "http://evil")]));
    }

    #[test]
    fn scripts_send_neither_and_pass() {
        assert!(check(&[("host", "localhost:8987")]));
    }
}
