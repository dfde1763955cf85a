use axum::{
    extract::Request,
    http::{Method, Uri},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use crate::http::site_files::PACKAGE;

/// Layer that redirects a page's address to its usual form: without a slash at the end, and without the empty parameters
/// that a form leaves.
///
/// Only for pages: scripts may rely on the exact paths of the REST API.
pub(in crate::http) async fn redirect(request: Request, next: Next) -> Response {
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    match clean(request.uri()).filter(|_| is_read) {
        Some(address) => Redirect::permanent(&address).into_response(),
        None => next.run(request).await,
    }
}

/// The usual form of the address, or None if it already has it.
fn clean(uri: &Uri) -> Option<String> {
    let path = uri.path();
    // Browsers take two slashes or backslashes at the start for the name of another host: no such address is sent back.
    if path.starts_with("//") || path.contains('\\') {
        return None;
    }
    let usual = format!("/{}", path.trim_matches('/'));
    // A file does not exist with a slash, nor does the folder of files.
    let is_page = !usual.contains('.') && usual != format!("/{PACKAGE}");
    let path = if path.ends_with('/') && is_page { usual.as_str() } else { path };
    let query = uri.query().unwrap_or_default();
    let given: Vec<&str> = query.split('&').filter(|member| !is_empty(member)).collect();
    let given = given.join("&");
    let address = if given.is_empty() { path.to_owned() } else { format!("{path}?{given}") };
    (path != uri.path() || given != query).then_some(address)
}

/// Whether a member of a query has no value: `name=`, or nothing at all.
fn is_empty(member: &str) -> bool {
    member.is_empty() || member.ends_with('=') && member.matches('=').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slash_at_the_end_and_empty_parameters_are_left_out() {
        for (address, usual) in [
            ("/", None),
            ("/history", None),
            ("/history?status=failed&page=2", None),
            ("/history?token=a==", None),
            ("/admin/scheduler/", Some("/admin/scheduler")),
            ("/history/?page=2", Some("/history?page=2")),
            ("/history?status=&sync_type=manual&start_date=", Some("/history?sync_type=manual")),
            ("/history?status=&page=", Some("/history")),
            ("/?notice=", Some("/")),
            ("//other/", None),
            ("//other?x=", None),
            ("//other.com/?x=", None),
            ("//other.com?x=&y=1", None),
            ("/\\other/", None),
            ("/pkg/", None),
            ("/pkg/jira-sync.js/", None),
        ] {
            assert_eq!(clean(&address.parse().unwrap()).as_deref(), usual, "{address}");
        }
    }
}
