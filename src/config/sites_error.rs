/// What is wrong with the description of the sites, in one line without secrets.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SitesError(pub(super) String);

impl SitesError {
    /// The settings no longer contain any site.
    pub(super) fn none_left() -> Self {
        Self(
            "The settings no longer contain any Jira site. If this is intended, restart jira-sync".to_owned(),
        )
    }
}
