//! Values for the tests of this folder.

use app::model::{ProblemKind, SiteHealth};

/// An enabled site. One that is not connected cannot be reached.
pub(super) fn site(name: &str, connected: Option<bool>) -> SiteHealth {
    let failed = connected == Some(false);
    SiteHealth {
        name: name.to_owned(),
        base_url: "https://jira.example".to_owned(),
        edition: None,
        enabled: true,
        connected,
        error_message: failed.then(|| "401.".to_owned()),
        problem: failed.then_some(ProblemKind::Unreachable),
        waiting_until: None,
        waiting_reason: None,
        last_contact_at: None,
        last_synced_at: None,
        projects: 0,
        issues: 0,
        doubt: None,
        retired_at: None,
    }
}
