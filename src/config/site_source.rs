use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{plain::plain, sites_error::SitesError};

/// The variable that names the file of sites.
pub(super) const SITES_FILE: &str = "JIRA_CONFIG_FILE";

/// The sites as JSON values, not validated yet, and where they come from.
pub(super) struct SiteSource {
    /// The variable, for messages.
    pub(super) variable: &'static str,
    /// Each site with its name in messages: its position in the list, or its number in the environment.
    pub(super) sites: Vec<(String, Value)>,
}

/// The first source that is set: `JIRA_INSTANCES`, `JIRA_CONFIG_FILE`, or `JIRA_URL_n` and the other numbered variables.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn site_source(variables: &BTreeMap<String, String>) -> Result<SiteSource, SitesError> {
    let given = |name: &str| variables.get(name).filter(|text| !text.trim().is_empty());
    if let Some(text) = given("JIRA_INSTANCES") {
        // The value is not repeated, since it contains secrets.
        let list = parse_list(text).map_err(|reason| SitesError(format!("JIRA_INSTANCES {reason}")))?;
        return Ok(SiteSource { variable: "JIRA_INSTANCES", sites: list });
    }
    if let Some(path) = given(SITES_FILE) {
        let list =
            read_file(path).map_err(|reason| SitesError(format!("{SITES_FILE}=\"{path}\" {reason}")))?;
        return Ok(SiteSource { variable: SITES_FILE, sites: list });
    }
    Ok(SiteSource { variable: "JIRA_URL_n", sites: numbered(variables) })
}

fn read_file(path: &str) -> Result<Vec<(String, Value)>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        format!("cannot be read ({error}); expected the path of a JSON file {{\"instances\": [...]}}")
    })?;
    let document: Value = serde_json::from_str(plain(&text))
        .map_err(|error| format!("is not JSON ({error}); expected {{\"instances\": [...]}}"))?;
    // Old files consist of the list alone.
    let list = document.get("instances").unwrap_or(&document);
    elements(list).ok_or_else(|| "has no list \"instances\"; expected {\"instances\": [...]}".to_owned())
}

fn parse_list(text: &str) -> Result<Vec<(String, Value)>, String> {
    let expected = "expected a JSON array of {url, username, api_token | password, type, name, enabled, webhook_secret, ca_file}";
    let document: Value =
        serde_json::from_str(plain(text)).map_err(|error| format!("is not JSON ({error}); {expected}"))?;
    elements(&document).ok_or_else(|| format!("is not a JSON array; {expected}"))
}

fn elements(list: &Value) -> Option<Vec<(String, Value)>> {
    let list = list.as_array()?;
    Some(list.iter().enumerate().map(|(index, site)| (format!("site {}", index + 1), site.clone())).collect())
}

/// `JIRA_URL_1`, `JIRA_USERNAME_1`, ...: in the order of their numbers, which may have gaps.
fn numbered(variables: &BTreeMap<String, String>) -> Vec<(String, Value)> {
    const MEMBERS: [(&str, &str); 9] = [
        ("JIRA_URL_", "url"),
        ("JIRA_USERNAME_", "username"),
        ("JIRA_PASSWORD_", "password"),
        ("JIRA_API_TOKEN_", "api_token"),
        ("JIRA_NAME_", "name"),
        ("JIRA_TYPE_", "type"),
        ("JIRA_ENABLED_", "enabled"),
        ("JIRA_WEBHOOK_SECRET_", "webhook_secret"),
        ("JIRA_CA_FILE_", "ca_file"),
    ];
    let mut sites: BTreeMap<u32, Map<String, Value>> = BTreeMap::new();
    for (variable, text) in variables.iter().filter(|(_, text)| !text.is_empty()) {
        let found = MEMBERS.iter().find_map(|(prefix, member)| {
            let number = variable.strip_prefix(prefix)?.parse::<u32>().ok()?;
            Some((number, *member))
        });
        if let Some((number, member)) = found {
            let value = match (member, text.as_str()) {
                ("enabled", "true") => Value::Bool(true),
                ("enabled", "false") => Value::Bool(false),
                _ => Value::String(text.clone()),
            };
            sites.entry(number).or_default().insert(member.to_owned(), value);
        }
    }
    sites.into_iter().map(|(number, site)| (format!("site {number}"), site.into())).collect()
}
