use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::{site_address::site_address, site_source::site_source, sites_error::SitesError};
use crate::jira::{
    self, Edition,
    site::{Auth, SiteConfig},
};

/// The settings that are not command line options, for `--help`.
pub const SETTINGS_HELP: &str = "\
Jira sites, from the first of these that is set (default: none):
  JIRA_INSTANCES    JSON array of
                    {url, username, api_token | password, type, name, enabled,
                    webhook_secret, ca_file}
  JIRA_CONFIG_FILE  path of a JSON file {\"instances\": [...]} with the same members
  JIRA_URL_1, JIRA_USERNAME_1, JIRA_API_TOKEN_1 or JIRA_PASSWORD_1, JIRA_NAME_1,
  JIRA_TYPE_1, JIRA_ENABLED_1, JIRA_WEBHOOK_SECRET_1, JIRA_CA_FILE_1; then _2, _3,
  ... without limit

  Without a username the token is sent as a Bearer token.
  type: cloud or datacenter (default: what the site says). name: unique (default:
  the host). enabled: true or false (default: true). webhook_secret: what Jira signs
  its webhooks to /api/webhooks/jira/NAME with (default: none are taken). ca_file:
  a PEM file of certificates that are trusted for this site in addition to the system's, such
  as your company's CA or the site's self-signed certificate.

SSL_CERT_FILE       PEM file of all trusted CAs instead of the system's
HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                    proxies to the sites: http://HOST:PORT or socks5h://HOST:PORT; sites
                    on this machine are always reached without

sync_config.json, which the admin panel writes:
  enabled           the schedule is on (default: true)
  interval_minutes  2 to 1440 (default: 2)
  performance       how hard a run works (default: see GET
                    /api/admin/config/performance)

LEPTOS_SITE_ROOT    folder of the browser's files (default: those in the program; if it
                    was built without them, site next to or above it, else target/site)";

/// The configured sites, including disabled ones.
///
/// # Errors
///
/// If their description is invalid.
pub(super) fn sites_from(variables: &BTreeMap<String, String>) -> Result<Vec<SiteConfig>, SitesError> {
    let source = site_source(variables)?;
    let mut mistakes = Vec::new();
    let mut names = BTreeSet::new();
    let mut sites = Vec::new();
    for (place, value) in &source.sites {
        match site(value) {
            Ok(site) if !names.insert(site.name.clone()) => {
                mistakes.push(format!(
                    "{place}: the name \"{}\" is already taken; expected a unique name",
                    site.name
                ));
            }
            Ok(site) => sites.push(site),
            Err(reasons) => mistakes.extend(reasons.into_iter().map(|reason| format!("{place}: {reason}"))),
        }
    }
    if mistakes.is_empty() {
        Ok(sites)
    } else {
        Err(SitesError(format!("{} {}", source.variable, mistakes.join("; "))))
    }
}

fn site(value: &Value) -> Result<SiteConfig, Vec<String>> {
    let Value::Object(members) = value else {
        return Err(vec!["is not a JSON object".to_owned()]);
    };
    let mut mistakes = Vec::new();
    let mut keep = |result: Result<Option<String>, String>| {
        result.unwrap_or_else(|mistake| {
            mistakes.push(mistake);
            None
        })
    };
    let url = keep(text(members, "url"));
    let username = keep(text(members, "username"));
    let token = keep(text(members, "api_token"));
    let password = keep(text(members, "password"));
    let kind = keep(text(members, "type"));
    let name = keep(text(members, "name"));
    let webhook_secret = keep(text(members, "webhook_secret")).map(SecretString::from);
    let ca_file = keep(text(members, "ca_file")).map(PathBuf::from);

    let base_url = match url.as_deref().map(site_address) {
        Some(Ok(url)) => Some(url),
        Some(Err(mistake)) => {
            mistakes.push(mistake);
            None
        }
        None => {
            mistakes.push("url is missing".to_owned());
            None
        }
    };
    if let Some(path) = &ca_file
        && let Err(reason) = jira::certificates(path)
    {
        let path = path.display();
        mistakes
            .push(format!("ca_file \"{path}\": {reason}; expected the path of a PEM file of certificates"));
    }
    let secret = token.or(password);
    if secret.is_none() {
        mistakes.push("api_token (or password) is missing".to_owned());
    }
    let edition_hint = match kind.as_deref().map(edition) {
        Some(Err(mistake)) => {
            mistakes.push(mistake);
            None
        }
        Some(Ok(edition)) => Some(edition),
        None => None,
    };
    let enabled = match members.get("enabled") {
        None | Some(Value::Null) => true,
        Some(Value::Bool(enabled)) => *enabled,
        Some(_) => {
            mistakes.push("enabled must be true or false".to_owned());
            true
        }
    };
    match (base_url, secret) {
        (Some(base_url), Some(secret)) if mistakes.is_empty() => {
            let secret = SecretString::from(secret);
            let auth = match username {
                Some(user) => Auth::Basic { user, secret },
                None => Auth::Bearer(secret),
            };
            let name = name.unwrap_or_else(|| base_url.host_str().unwrap_or_default().to_owned());
            Ok(SiteConfig { name, base_url, auth, edition_hint, enabled, webhook_secret, ca_file })
        }
        _ => Err(mistakes),
    }
}

/// The text of a member; `None` if it is absent, null or blank.
fn text(members: &Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)),
        Some(_) => Err(format!("{name} must be text")),
    }
}

fn edition(text: &str) -> Result<Edition, String> {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.to_ascii_lowercase().as_str() {
        "cloud" => Ok(Edition::Cloud),
        "datacenter" | "server" | "dc" => Ok(Edition::DataCenter),
        _ => Err(format!("type \"{text}\" is unknown; expected cloud or datacenter")),
    }
}

#[cfg(test)]
mod tests;
