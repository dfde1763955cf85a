//! The proxy to a site, from the same variables that curl reads.

use hyper_util::client::proxy::matcher::Matcher;
use url::{Host, Url};

use crate::jira::error::JiraError;

/// The proxy that requests to a site go through.
#[derive(Clone, Debug)]
pub(crate) struct SiteProxy {
    /// The environment variable that names it.
    variable: &'static str,
    /// Its address, including its user name and password, if any.
    url: Url,
}

impl SiteProxy {
    /// The proxy for the site at `base`, from the environment variables that `read` returns. A site on this machine has
    /// none.
    ///
    /// # Errors
    ///
    /// If the variable is not the address of a proxy.
    pub(crate) fn of(base: &Url, read: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, JiraError> {
        if is_loopback(base) {
            return Ok(None);
        }
        let read = |name: &str| read(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let of_scheme: [&'static str; 2] = match base.scheme() {
            "https" => ["HTTPS_PROXY", "https_proxy"],
            _ => ["HTTP_PROXY", "http_proxy"],
        };
        let mut names = of_scheme.into_iter().chain(["ALL_PROXY", "all_proxy"]);
        let Some((variable, text)) = names.find_map(|name| Some((name, read(name)?))) else {
            return Ok(None);
        };
        let without = read("NO_PROXY").or_else(|| read("no_proxy")).unwrap_or_default();
        let applies = Matcher::builder().all("http://any").no(without).build();
        if base.as_str().parse().is_ok_and(|uri| applies.intercept(&uri).is_none()) {
            return Ok(None);
        }
        // As with curl, the scheme may be left out.
        let address = if text.contains("://") { text } else { format!("http://{text}") };
        let known = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
        match Url::parse(&address) {
            Ok(url) if known.contains(&url.scheme()) && url.has_host() => Ok(Some(Self { variable, url })),
            // The value is not repeated, since it may contain a password.
            _ => Err(JiraError::Settings(format!(
                "{variable} is not the address of a proxy; expected http://HOST:PORT or socks5h://HOST:PORT, with USER:PASSWORD@ \
                 before the host if need be (percent-encoded)"
            ))),
        }
    }

    /// For the HTTP client.
    pub(crate) fn for_client(&self) -> reqwest::Result<reqwest::Proxy> {
        reqwest::Proxy::all(self.url.clone())
    }

    /// Whether the connection to the proxy itself is HTTPS.
    pub(crate) fn speaks_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Its address and its variable, without user name and password.
    pub(crate) fn describe(&self) -> String {
        let mut shown = self.url.clone();
        let _ = (shown.set_username(""), shown.set_password(None));
        format!("{} ({})", shown.as_str().trim_end_matches('/'), self.variable)
    }

    /// The error if the proxy requires a user name and password, or refuses those it was sent.
    pub(crate) fn refusal(&self) -> JiraError {
        JiraError::Proxy { proxy: self.describe(), variable: self.variable }
    }
}

/// Whether the address is on this machine, where a proxy cannot reach it.
fn is_loopback(base: &Url) -> bool {
    match base.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(base: &str, variables: &[(&str, &str)]) -> Result<Option<String>, JiraError> {
        let read = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Ok(SiteProxy::of(&base.parse().unwrap(), read)?.map(|proxy| proxy.describe()))
    }

    #[test]
    fn variable_of_the_scheme_precedes_all_proxy() {
        let both = [("ALL_PROXY", "socks5h://me:hush@a:1080"), ("HTTP_PROXY", " b:3128\r")];
        assert_eq!(of("http://jira", &both).unwrap().unwrap(), "http://b:3128 (HTTP_PROXY)");
        assert_eq!(of("https://jira", &both).unwrap().unwrap(), "socks5h://a:1080 (ALL_PROXY)");
        assert_eq!(of("https://jira", &[("https_proxy", " ")]).unwrap(), None);
    }

    #[test]
    fn local_and_excluded_hosts_use_no_proxy() {
        let all = [("ALL_PROXY", "http://a:1"), ("NO_PROXY", "lan,10.0.0.0/8")];
        for base in [
            "http://localhost:1",
            "http://a.localhost",
            "http://127.9.9.9",
            "http://[::1]:1",
            "http://jira.lan",
            "http://10.1.1.1",
        ] {
            assert_eq!(of(base, &all).unwrap(), None, "{base}");
        }
        assert!(of("http://jira.example", &all).unwrap().is_some());
    }

    #[test]
    fn invalid_proxy_address_is_not_repeated() {
        let message = of("http://jira", &[("ALL_PROXY", "ftp://me:hush@a")]).unwrap_err().to_string();
        assert!(message.starts_with("ALL_PROXY") && !message.contains("hush"), "{message}");
    }
}
