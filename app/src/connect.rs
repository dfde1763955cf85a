//! How a Jira site is connected: the only place with this text. README and docs/settings.md repeat it word for word,
//! which `tests/it/config.rs` checks.

/// The variables of a first site, as shell commands.
pub const VARIABLES: &str = "\
export JIRA_NAME_1=work
export JIRA_URL_1=https://example.atlassian.net
export JIRA_USERNAME_1=you@example.com
export JIRA_API_TOKEN_1=YOUR-TOKEN";

/// The variable that names the file of sites.
pub const FILE_VARIABLE: &str = "export JIRA_CONFIG_FILE=/etc/jira-sync/sites.json";

/// A file with a first site.
pub const FILE: &str = r#"{"instances": [{
  "name": "work",
  "url": "https://example.atlassian.net",
  "username": "you@example.com",
  "api_token": "YOUR-TOKEN"
}]}"#;

/// Atlassian's page for API tokens of Cloud.
pub const CLOUD_TOKENS: &str = "https://id.atlassian.com/manage-profile/security/api-tokens";

/// Starts a server with the sample Jira.
pub const SAMPLE: &str = "jira-sync serve --demo";

/// Said wherever something needs a site and none is enabled.
pub const NO_SITE: &str = "No Jira site is connected. Set JIRA_URL_1, JIRA_USERNAME_1 and JIRA_API_TOKEN_1, or \
     JIRA_CONFIG_FILE, then start jira-sync again; or start it with --demo to try the sample";
