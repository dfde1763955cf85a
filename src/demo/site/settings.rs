//! What can be changed about a site while it runs.

use serde::{Deserialize, Serialize};

use super::Site;
use crate::demo::auth::TOKEN;

/// What an administrator, or the state of the machine, makes of a site. The default is a tidy one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteSettings {
    /// Without it issues have no `worklog` and no times, and the list of an issue's worklogs is 404.
    pub time_tracking: bool,
    /// Without them issues have no `comment`, and the list of an issue's comments is 404.
    pub comments: bool,
    /// What the server takes for each issue of an answer that holds more than its id, in milliseconds.
    pub issue_ms: u64,
    /// Cloud: how far `approximate-count` is off.
    pub count_error: i64,
    /// Cloud: most issues of a page of `search/jql`; Jira's own number is 5000.
    pub token_page: usize,
    /// Most entries of a page of the worklog feeds; Jira's own number is 1000.
    pub feed_page: usize,
    /// Whether a page of the worklog feeds can end between entries of the same time.
    pub torn_feeds: bool,
    /// After so many failed sign-ins the account is locked: Data Center then asks for a CAPTCHA, Cloud refuses.
    pub lock_after: Option<u32>,
    /// Token or password of the account.
    pub token: String,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            time_tracking: true,
            comments: true,
            issue_ms: 0,
            count_error: 0,
            token_page: 5000,
            feed_page: 1000,
            torn_feeds: false,
            lock_after: None,
            token: TOKEN.to_owned(),
        }
    }
}

impl Site {
    /// The settings in force.
    pub fn settings(&self) -> SiteSettings {
        self.read().settings.clone()
    }

    /// Changes settings. No issue's `updated` tells of it.
    pub fn set(&self, change: impl FnOnce(&mut SiteSettings)) {
        change(&mut self.write().settings);
    }
}
