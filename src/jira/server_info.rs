//! What a Jira site says about itself, to anybody.

use super::wire::{Reader, document};

/// The members of `serverInfo` that jira-sync uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerInfo {
    /// `Cloud`, or another value on Server and Data Center.
    pub(in crate::jira) deployment_type: Option<String>,
    /// The base address that its administrator set.
    pub base_url: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// Reads `serverInfo`, which must at least name its edition or version.
pub(super) fn parse(body: &[u8]) -> Result<ServerInfo, String> {
    let mut warnings = Vec::new();
    let mut info = Reader::new(document::object(body)?.value, "serverInfo", &mut warnings);
    let (stated, version) = (info.text("deploymentType"), info.text("version"));
    if stated.is_none() && version.is_none() {
        return Err("serverInfo names neither deploymentType nor version".to_owned());
    }
    // Cloud's versions start at 1000 ("1001.0.0-SNAPSHOT"), far above those of Data Center.
    let is_cloud = |version: &String| version.split('.').next().is_some_and(|major| major.len() >= 4);
    let deployment_type = stated.or_else(|| version.filter(is_cloud).map(|_| "Cloud".to_owned()));
    Ok(ServerInfo { deployment_type, base_url: info.text("baseUrl"), title: info.text("serverTitle") })
}
