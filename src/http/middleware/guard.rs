use app::error::ApiError;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::Url;

use super::hosts::{Hosts, Target};
use crate::http::problem::Problem;

/// Layer that rejects changes requested by pages of another origin, including through forms.
///
/// Callers other than browsers send neither `Sec-Fetch-Site` nor `Origin`, and are allowed.
pub(in crate::http) async fn same_origin(
    State(hosts): State<Hosts>,
    request: Request,
    next: Next,
) -> Response {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let target = request.extensions().get::<Target>();
    match target.filter(|_| !safe).and_then(|target| refusal(request.headers(), target, &hosts)) {
        None => next.run(request).await,
        Some(detail) => Problem(ApiError::forbidden(detail)).into_response(),
    }
}

/// Why the request seems to come from another origin's page, and what to do if it does not. None if it is allowed.
fn refusal(headers: &HeaderMap, target: &Target, hosts: &Hosts) -> Option<String> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site") {
        return (site != "same-origin" && site != "none").then(|| {
            format!(
                "The request comes from a page of another origin (Sec-Fetch-Site is {site}). Use jira-sync's own pages, or \
                 send neither this header nor Origin."
            )
        });
    }
    let origin = text(header::ORIGIN.as_str())?;
    if hosts.public_origin().is_some_and(|public| public == origin) || is_own(origin, target) {
        return None;
    }
    let host = target.host.as_deref().unwrap_or("missing");
    let peer = target.peer.map(|peer| format!(" at {peer}")).unwrap_or_default();
    let ignored = match text("x-forwarded-host") {
        Some(name) if !target.through_proxy => format!(
            " (X-Forwarded-Host, \"{name}\", is ignored: JIRA_SYNC_TRUSTED_PROXIES does not contain that address)"
        ),
        _ => String::new(),
    };
    Some(format!(
        "Origin is \"{origin}\", and Host is \"{host}\". If a proxy{peer} changes Host{ignored}, set \
         JIRA_SYNC_PUBLIC_URL to the address in the browser, or let the proxy forward Host (nginx: proxy_set_header \
         Host $http_host). Otherwise the request comes from a page of another origin: use jira-sync's own pages, or send no \
         Origin."
    ))
}

/// Whether the origin is the server itself: the same name and port as the request was sent to.
///
/// The port may differ: a proxy may omit it from `Host` (nginx's `$host`), and a trusted one may send another (of a mapped
/// port). The scheme's default port may be omitted as well.
fn is_own(origin: &str, target: &Target) -> bool {
    let Some(host) = &target.host else { return false };
    let page = Url::parse(origin).ok();
    let Some(page) = page.filter(|page| ["http", "https"].contains(&page.scheme())) else { return false };
    let Ok(own) = Url::parse(&format!("{}://{host}", page.scheme())) else { return false };
    let has_no_port = host.ends_with(']') || !host.trim_start_matches('[').contains(':');
    own.host() == page.host()
        && (own.port_or_known_default() == page.port_or_known_default()
            || has_no_port
            || target.through_proxy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::HostingSettings;

    fn check(pairs: &[(&'static str, &str)]) -> Option<String> {
        check_through(false, pairs)
    }

    fn check_through(through_proxy: bool, pairs: &[(&'static str, &str)]) -> Option<String> {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        let host = headers.get("host").map(|host| host.to_str().unwrap().to_owned());
        let target = Target { host, peer: Some([10, 0, 0, 1].into()), through_proxy };
        refusal(&headers, &target, &Hosts::new(HostingSettings::default(), "127.0.0.1:8987"))
    }

    #[test]
    fn sec_fetch_site_decides_if_present() {
        let own = [("sec-fetch-site", "same-origin"), ("origin", "https://proxy"), ("host", "inner")];
        assert_eq!(check(&own), None);
        assert_eq!(check(&[("sec-fetch-site", "none")]), None);
        assert!(check(&[("sec-fetch-site", "same-site")]).is_some());
        assert!(
            check(&[("sec-fetch-site", "cross-site"), ("origin", "http://a:1"), ("host", "a:1")]).is_some()
        );
    }

    #[test]
    fn without_sec_fetch_site_origin_must_equal_host() {
        assert_eq!(check(&[("origin", "http://LOCALHOST:8987"), ("host", "localhost:8987")]), None);
        for (origin, host) in [
            ("http://localhost:3000", "localhost:8987"),
            ("null", "localhost:8987"),
            ("http://evil", "localhost:8987"),
            ("http://evil.example", "jira.lan"),
            ("https://jira.lan", "jira.lan:80"),
        ] {
            assert!(check(&[("origin", origin), ("host", host)]).is_some(), "{origin} {host}");
        }
        assert!(check(&[("origin", "http://evil")]).is_some());
    }

    #[test]
    fn ports_may_differ_as_proxies_send_them() {
        for (origin, host) in [
            ("https://jira.lan", "jira.lan:443"),
            ("http://jira.lan", "jira.lan:80"),
            ("http://jira.lan:8080", "jira.lan"),
            ("http://[::1]:8080", "[::1]"),
        ] {
            assert_eq!(check(&[("origin", origin), ("host", host)]), None, "{origin} {host}");
        }
        let mapped = [("origin", "http://jira.lan:8080"), ("host", "jira.lan:80")];
        assert!(check(&mapped).is_some());
        assert_eq!(check_through(true, &mapped), None);
    }

    #[test]
    fn refusal_names_proxy_header_and_settings() {
        let pairs =
            [("origin", "http://jira.lan"), ("host", "10.0.0.9:8987"), ("x-forwarded-host", "jira.lan")];
        let text = check(&pairs).unwrap();
        for part in
            ["10.0.0.1", "Host is \"10.0.0.9:8987\"", "JIRA_SYNC_PUBLIC_URL", "JIRA_SYNC_TRUSTED_PROXIES"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn requests_without_browser_headers_are_allowed() {
        assert_eq!(check(&[("host", "localhost:8987")]), None);
    }
}
