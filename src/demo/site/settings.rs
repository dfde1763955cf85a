//! Settings that can be changed while a site runs.

use serde::{Deserialize, Serialize};

use super::Site;
use crate::demo::auth::TOKEN;

/// Settings of an administrator, or properties of the server. By default, everything is enabled and fast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteSettings {
    /// Time tracking. If disabled, issues have no `worklog` and no times, and the list of an issue's worklogs returns 404.
    pub time_tracking: bool,
    /// Comments. If disabled, issues have no `comment`, and the list of an issue's comments returns 404.
    pub comments: bool,
    /// Delay for each issue in a response that contains more than its id, in milliseconds.
    pub issue_ms: u64,
    /// Cloud: the error of `approximate-count`.
    pub count_error: i64,
    /// Cloud: maximum number of issues per page of `search/jql`; in Jira, it is 5000.
    pub token_page: usize,
    /// Maximum number of entries per page of the worklog feeds; in Jira, it is 1000.
    pub feed_page: usize,
    /// Whether a page of the worklog feeds may end between entries of the same time.
    pub torn_feeds: bool,
    /// The account is locked after this many failed sign-ins: Data Center then requires a CAPTCHA, Cloud refuses it.
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
    /// The current settings.
    pub fn settings(&self) -> SiteSettings {
        self.read().settings.clone()
    }

    /// Changes settings, without changing the `updated` of any issue.
    pub fn set(&self, change: impl FnOnce(&mut SiteSettings)) {
        change(&mut self.write().settings);
    }
}
