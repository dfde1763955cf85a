//! Checks the host name that a request is sent to. This rejects pages of other sites whose name was pointed at this
//! server (DNS rebinding).

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use app::error::ApiError;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::config::HostingSettings;
use crate::http::problem::Problem;

const FORWARDED_HOST: &str = "x-forwarded-host";
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The [`HostingSettings`] and the server's own name. Cheap to clone.
#[derive(Clone)]
pub(in crate::http) struct Hosts(Arc<Inner>);

struct Inner {
    settings: HostingSettings,
    /// The host in the setting of the address to listen on.
    own_name: Option<String>,
}

/// How a request reached the server; in the request's extensions.
#[derive(Clone, Debug)]
pub(in crate::http) struct Target {
    /// `NAME[:PORT]` as used by the browser, as far as known. None if the request names no host; browsers always name
    /// one.
    pub(in crate::http) host: Option<String>,
    /// The other end of the connection, which is the caller or a proxy.
    pub(in crate::http) peer: Option<IpAddr>,
    /// Whether `peer` is a trusted proxy.
    pub(in crate::http) through_proxy: bool,
}

impl Hosts {
    /// `listen` is the setting, `HOST:PORT`.
    pub(in crate::http) fn new(settings: HostingSettings, listen: &str) -> Self {
        let own_name = listen.rsplit_once(':').map(|(host, _)| host.to_ascii_lowercase());
        Self(Arc::new(Inner { settings, own_name }))
    }

    /// The origin of the public URL, if it is set.
    pub(in crate::http) fn public_origin(&self) -> Option<String> {
        self.0.settings.public_url.origin()
    }

    fn answers_to(&self, host: &str) -> bool {
        let Some(name) = name_of(host) else { return false };
        let Inner { settings, own_name } = &*self.0;
        name == "localhost"
            || name.ends_with(".localhost")
            || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
            || settings.public_url.host() == Some(&name)
            || own_name.as_ref() == Some(&name)
            || settings.allowed_hosts.0.contains(&name)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.settings.trusted_proxies.0.iter().any(|network| network.contains(&address.to_canonical()))
    }

    fn target(&self, request: &Request) -> Target {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| address.ip().to_canonical());
        let through_proxy = peer.is_some_and(|peer| self.trusts(peer));
        let forwarded = through_proxy.then(|| self.forwarded_host(request.headers())).flatten();
        let host = forwarded.or_else(|| host_header(request.headers(), request.uri()));
        Target { host, peer, through_proxy }
    }

    /// The host in `X-Forwarded-Host`, read from the right: each proxy appends the host of its own request, and
    /// everything before the entry of the first untrusted proxy may be forged.
    fn forwarded_host(&self, headers: &HeaderMap) -> Option<String> {
        let hosts = items(headers, FORWARDED_HOST);
        let callers = items(headers, FORWARDED_FOR);
        let trusted =
            callers.iter().rev().map_while(|caller| caller.parse().ok().filter(|ip| self.trusts(*ip)));
        let further = trusted.count().min(hosts.len().saturating_sub(1));
        hosts.into_iter().rev().nth(further)
    }
}

/// Layer that responds 421 if the name is not the server's, and otherwise puts a [`Target`] into the request's
/// extensions.
pub(in crate::http) async fn check(State(hosts): State<Hosts>, mut request: Request, next: Next) -> Response {
    let target = hosts.target(&request);
    if let Some(host) = target.host.as_ref().filter(|host| !hosts.answers_to(host)) {
        return Problem(misdirected(host)).into_response();
    }
    request.extensions_mut().insert(target);
    next.run(request).await
}

fn misdirected(host: &str) -> ApiError {
    let name = name_of(host).unwrap_or_else(|| host.to_owned());
    let detail = format!(
        "jira-sync does not answer to the name \"{name}\". To allow it, add it to JIRA_SYNC_ALLOWED_HOSTS, or set \
         JIRA_SYNC_PUBLIC_URL to the address in the browser, and restart jira-sync."
    );
    ApiError { status: 421, title: "Misdirected Request".to_owned(), ..ApiError::bad_request(detail) }
}

/// The header `Host`, or the host in the request's URI (HTTP/2). Several headers are joined to a value that matches no
/// name.
fn host_header(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let named: Vec<_> =
        headers.get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or("unreadable")).collect();
    if named.is_empty() {
        return uri.authority().map(ToString::to_string);
    }
    Some(named.join(", "))
}

/// The name without port and trailing dot, in lower case, or None if `host` is not `NAME[:PORT]`.
fn name_of(host: &str) -> Option<String> {
    let authority: Authority = host.parse().ok().filter(|_| !host.contains('@'))?;
    let name = authority.host();
    Some(name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase())
}

/// The items of all headers of that name, which are lists separated by commas.
fn items(headers: &HeaderMap, name: &str) -> Vec<String> {
    let texts = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    texts
        .flat_map(|text| text.split(','))
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::{AllowedHosts, TrustedProxies};

    fn hosts() -> Hosts {
        let settings = HostingSettings {
            allowed_hosts: AllowedHosts(BTreeSet::from(["jira.lan".to_owned()])),
            trusted_proxies: TrustedProxies(vec!["10.0.0.0/8".parse().unwrap()]),
            ..HostingSettings::default()
        };
        Hosts::new(settings, "Server:8987")
    }

    fn target_host(peer: [u8; 4], pairs: &[(&'static str, &'static str)]) -> Option<String> {
        let mut request = Request::new(axum::body::Body::empty());
        for (name, value) in pairs {
            request.headers_mut().append(*name, value.parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 1))));
        hosts().target(&request).host
    }

    #[test]
    fn answers_only_to_its_own_names() {
        for good in [
            "localhost:1",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1:8987",
            "[::1]:1",
            "10.1.2.3",
            "jira.lan:81",
            "server",
        ] {
            assert!(hosts().answers_to(good), "{good}");
        }
        for bad in [
            "evil.example",
            "localhost.evil.example",
            "jira.lan@evil.example",
            "evil@localhost",
            "",
            "2130706433",
            "a, b",
        ] {
            assert!(!hosts().answers_to(bad), "{bad}");
        }
    }

    #[test]
    fn forwarded_hosts_are_read_from_the_right_and_from_trusted_proxies() {
        let both = [("host", "inner"), ("x-forwarded-host", "evil, jira.lan")];
        assert_eq!(target_host([192, 168, 0, 1], &both).as_deref(), Some("inner"));
        assert_eq!(target_host([10, 0, 0, 1], &both).as_deref(), Some("jira.lan"));
        let two = [
            ("x-forwarded-host", "outer"),
            ("x-forwarded-host", "inner"),
            ("x-forwarded-for", "1.2.3.4, 10.0.0.2"),
        ];
        assert_eq!(target_host([10, 0, 0, 1], &two).as_deref(), Some("outer"));
        let stranger = [("x-forwarded-host", "evil, jira.lan"), ("x-forwarded-for", "10.0.0.2, 1.2.3.4")];
        assert_eq!(target_host([10, 0, 0, 1], &stranger).as_deref(), Some("jira.lan"));
        assert_eq!(target_host([10, 0, 0, 1], &[]), None);
    }

    #[test]
    fn several_host_headers_match_no_name() {
        let host = target_host([127, 0, 0, 1], &[("host", "localhost"), ("host", "evil.example")]).unwrap();
        assert!(!hosts().answers_to(&host), "{host}");
    }
}
