use app::BasePath;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Uri, header, uri::PathAndQuery},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
};

/// Serves the router under the path `base`, whether or not the proxy strips that path. Scripts on this machine may omit
/// it.
pub(in crate::http) fn under(base: &BasePath, router: Router) -> Router {
    if base.0.is_empty() {
        return router;
    }
    // A layer of `router` itself would run only after a route has matched.
    Router::new().fallback_service(router).layer(from_fn_with_state(base.clone(), translate))
}

/// Strips the base path from the request, and adds it to the target of a redirect.
async fn translate(State(BasePath(base)): State<BasePath>, mut request: Request, next: Next) -> Response {
    // The router in the browser matches the start page only with the trailing slash.
    if request.uri().path() == base {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&format!("{base}/{query}")).into_response();
    }
    if let Some(inner) = without(request.uri(), &base) {
        *request.uri_mut() = inner;
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let to = headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some(to) = to.filter(|to| to.starts_with('/') && rest(to, &base).is_none())
        && let Ok(outer) = HeaderValue::from_str(&format!("{base}{to}"))
    {
        headers.insert(header::LOCATION, outer);
    }
    response
}

fn without(uri: &Uri, base: &str) -> Option<Uri> {
    let inner = rest(uri.path_and_query()?.as_str(), base)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(inner.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

/// The part of a path (with or without a query) after `base`, or None if the path is not below `base`.
fn rest<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_path_is_stripped_if_present() {
        for (path, inner) in [
            ("/jira-sync/", Some("/")),
            ("/jira-sync/?a=1", Some("/?a=1")),
            ("/jira-sync/history?a=1", Some("/history?a=1")),
            ("/history", None),
            ("/jira-synchronous", None),
        ] {
            let found = without(&path.parse().unwrap(), "/jira-sync");
            assert_eq!(found.map(|uri| uri.to_string()).as_deref(), inner, "{path}");
        }
    }
}
