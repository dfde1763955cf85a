use std::{collections::BTreeSet, net::IpAddr};

use http::uri::Authority;
use ipnet::IpNet;
use url::Url;

use super::plain::plain;

/// The first segments of the server's own paths. A base path must not begin with one of them.
const OWN_PATHS: [&str; 8] = ["admin", "api", "favicon.svg", "forms", "health", "history", "pkg", "verify"];

/// The addresses that the server is reached under, and its proxies.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct HostingSettings {
    /// Address that browsers use if the server is behind a proxy, including the path, such as
    /// https://example.com/jira-sync [default: none] [env JIRA_SYNC_PUBLIC_URL]
    #[arg(long, env = "JIRA_SYNC_PUBLIC_URL", hide_env = true, value_name = "URL", default_value = "", hide_default_value = true, value_parser = public_url)]
    pub public_url: PublicUrl,
    /// Host names that the server accepts in addition to localhost, IP addresses, and the names in --listen and
    /// --public-url; separated by commas [default: none] [env JIRA_SYNC_ALLOWED_HOSTS]
    #[arg(long, env = "JIRA_SYNC_ALLOWED_HOSTS", hide_env = true, value_name = "NAMES", default_value = "", hide_default_value = true, value_parser = allowed_hosts)]
    pub allowed_hosts: AllowedHosts,
    /// Addresses and networks of proxies whose X-Forwarded-Host is trusted, such as 10.0.0.0/8; separated by
    /// commas [default: none] [env JIRA_SYNC_TRUSTED_PROXIES]
    #[arg(long, env = "JIRA_SYNC_TRUSTED_PROXIES", hide_env = true, value_name = "NETWORKS", default_value = "", hide_default_value = true, value_parser = trusted_proxies)]
    pub trusted_proxies: TrustedProxies,
}

/// The address that browsers use, if one is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicUrl(Option<Url>);

impl PublicUrl {
    /// Such as `https://example.com`, without the scheme's default port.
    pub fn origin(&self) -> Option<String> {
        self.0.as_ref().map(|url| url.origin().ascii_serialization())
    }

    /// Its host name, in lower case.
    pub fn host(&self) -> Option<&str> {
        self.0.as_ref().and_then(Url::host_str)
    }

    /// The path under which browsers see the server: empty, or such as `/jira-sync`.
    pub fn base_path(&self) -> &str {
        self.0.as_ref().map_or("", |url| url.path().trim_end_matches('/'))
    }
}

/// Names in lower case, without ports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(pub BTreeSet<String>);

/// The networks of trusted proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<IpNet>);

fn public_url(text: &str) -> Result<PublicUrl, String> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(PublicUrl::default());
    }
    let expected = "expected http(s)://HOST[:PORT][/PATH], such as https://example.com/jira-sync";
    let url = Url::parse(text).map_err(|_| expected.to_owned())?;
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let plain_path = url.path().chars().all(|c| c.is_ascii_alphanumeric() || "/-._~".contains(c));
    if !["http", "https"].contains(&url.scheme()) || !bare || !plain_path || url.path().contains("//") {
        return Err(expected.to_owned());
    }
    if let Some(first) = url.path().split('/').nth(1).filter(|first| OWN_PATHS.contains(first)) {
        return Err(format!(
            "expected a path that does not begin with /{first}, which jira-sync uses itself"
        ));
    }
    Ok(PublicUrl(Some(url)))
}

fn allowed_hosts(text: &str) -> Result<AllowedHosts, String> {
    let expected = "expected a list of names, such as jira.example.com,jira";
    let name = |item: &str| match item.parse::<Authority>() {
        Ok(authority) if !item.contains(['@', '*']) => Ok(authority.host().to_ascii_lowercase()),
        _ => Err(expected.to_owned()),
    };
    items(text).map(name).collect::<Result<_, _>>().map(AllowedHosts)
}

fn trusted_proxies(text: &str) -> Result<TrustedProxies, String> {
    let network = |item: &str| {
        let address = item.parse::<IpAddr>().map(IpNet::from);
        address.or_else(|_| item.parse()).map_err(|_| {
            "expected a list of addresses and networks, such as 127.0.0.1,10.0.0.0/8,fd00::/8".to_owned()
        })
    };
    items(text).map(network).collect::<Result<_, _>>().map(TrustedProxies)
}

/// The items of a list, separated by commas or whitespace.
fn items(text: &str) -> impl Iterator<Item = &str> {
    plain(text).split(|c: char| c == ',' || c.is_whitespace()).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_url_is_parsed() {
        let url = public_url(" https://Example.com:443/jira-sync/\r").unwrap();
        assert_eq!(url.origin().as_deref(), Some("https://example.com"));
        assert_eq!((url.host(), url.base_path()), (Some("example.com"), "/jira-sync"));
        assert_eq!(public_url("http://h:81").unwrap().base_path(), "");
        assert_eq!(public_url(" ").unwrap(), PublicUrl::default());
        for bad in
            ["example.com", "ftp://h", "https://u:p@h", "https://h/?a", "https://h/a b", "https://h/admin/x"]
        {
            assert!(public_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_are_parsed() {
        let hosts = allowed_hosts("Jira.example.com, jira:8080\r").unwrap();
        assert_eq!(hosts.0.into_iter().collect::<Vec<_>>(), ["jira", "jira.example.com"]);
        assert!(allowed_hosts("*").is_err() && allowed_hosts("http://h").is_err());
        let proxies = trusted_proxies("127.0.0.1 10.0.0.0/8,::1").unwrap();
        assert_eq!(proxies.0.len(), 3);
        assert!(trusted_proxies("proxy").is_err() && trusted_proxies("10.0.0.0/33").is_err());
    }
}
