use std::{collections::BTreeSet, net::IpAddr};

use http::uri::Authority;
use ipnet::IpNet;
use url::Url;

use super::plain::plain;

/// Paths that the server has itself, so that none of them can be the path it is shown under.
const OWN_PATHS: [&str; 8] = ["admin", "api", "favicon.svg", "forms", "health", "history", "pkg", "verify"];

/// Under which addresses the server is reached, and through which proxies.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct HostingSettings {
    /// Address that browsers use where a proxy stands before the server, with its path if it has one, such as
    /// https://example.com/jira-sync [default: none] [env JIRA_SYNC_PUBLIC_URL]
    #[arg(long, env = "JIRA_SYNC_PUBLIC_URL", hide_env = true, value_name = "URL", default_value = "", hide_default_value = true, value_parser = public_url)]
    pub public_url: PublicUrl,
    /// Names under which the server answers besides localhost, addresses written as numbers, and the names in
    /// --listen and --public-url; separated by commas [default: none] [env JIRA_SYNC_ALLOWED_HOSTS]
    #[arg(long, env = "JIRA_SYNC_ALLOWED_HOSTS", hide_env = true, value_name = "NAMES", default_value = "", hide_default_value = true, value_parser = allowed_hosts)]
    pub allowed_hosts: AllowedHosts,
    /// Addresses and networks of proxies whose X-Forwarded-Host is believed, such as 10.0.0.0/8; separated by
    /// commas [default: none] [env JIRA_SYNC_TRUSTED_PROXIES]
    #[arg(long, env = "JIRA_SYNC_TRUSTED_PROXIES", hide_env = true, value_name = "NETWORKS", default_value = "", hide_default_value = true, value_parser = trusted_proxies)]
    pub trusted_proxies: TrustedProxies,
}

/// The address that browsers use, if one is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicUrl(Option<Url>);

impl PublicUrl {
    /// `https://example.com`, without a port that is the scheme's own.
    pub fn origin(&self) -> Option<String> {
        self.0.as_ref().map(|url| url.origin().ascii_serialization())
    }

    /// The name in it, in lower case.
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

/// Where proxies stand that are believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<IpNet>);

fn public_url(text: &str) -> Result<PublicUrl, String> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(PublicUrl::default());
    }
    let allowed = "allowed is http(s)://HOST[:PORT][/PATH], such as https://example.com/jira-sync";
    let url = Url::parse(text).map_err(|_| allowed.to_owned())?;
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let plain_path = url.path().chars().all(|c| c.is_ascii_alphanumeric() || "/-._~".contains(c));
    if !["http", "https"].contains(&url.scheme()) || !bare || !plain_path || url.path().contains("//") {
        return Err(allowed.to_owned());
    }
    if let Some(first) = url.path().split('/').nth(1).filter(|first| OWN_PATHS.contains(first)) {
        return Err(format!(
            "allowed is a path that does not begin with /{first}, which jira-sync has itself"
        ));
    }
    Ok(PublicUrl(Some(url)))
}

fn allowed_hosts(text: &str) -> Result<AllowedHosts, String> {
    let allowed = "allowed is a list of names, such as jira.example.com,jira";
    let name = |item: &str| match item.parse::<Authority>() {
        Ok(authority) if !item.contains(['@', '*']) => Ok(authority.host().to_ascii_lowercase()),
        _ => Err(allowed.to_owned()),
    };
    items(text).map(name).collect::<Result<_, _>>().map(AllowedHosts)
}

fn trusted_proxies(text: &str) -> Result<TrustedProxies, String> {
    let network = |item: &str| {
        let address = item.parse::<IpAddr>().map(IpNet::from);
        address.or_else(|_| item.parse()).map_err(|_| {
            "allowed is a list of addresses and networks, such as 127.0.0.1,10.0.0.0/8,fd00::/8".to_owned()
        })
    };
    items(text).map(network).collect::<Result<_, _>>().map(TrustedProxies)
}

/// What commas or blanks separate.
fn items(text: &str) -> impl Iterator<Item = &str> {
    plain(text).split(|c: char| c == ',' || c.is_whitespace()).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_the_public_address_are_known() {
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
    fn lists_are_read() {
        let hosts = allowed_hosts("Jira.example.com, jira:8080\r").unwrap();
        assert_eq!(hosts.0.into_iter().collect::<Vec<_>>(), ["jira", "jira.example.com"]);
        assert!(allowed_hosts("*").is_err() && allowed_hosts("http://h").is_err());
        let proxies = trusted_proxies("127.0.0.1 10.0.0.0/8,::1").unwrap();
        assert_eq!(proxies.0.len(), 3);
        assert!(trusted_proxies("proxy").is_err() && trusted_proxies("10.0.0.0/33").is_err());
    }
}
