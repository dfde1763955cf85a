use serde::{Deserialize, Serialize};

use super::named::named;

/// Why Jira no longer shows an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeletionKind {
    /// Jira says that the issue does not exist, or its project is in the trash.
    Deleted,
    /// Its project is archived.
    Archived,
    /// The account may no longer see it.
    AccessLost,
    /// Jira does not list it, and does not say why.
    Unobserved,
}

named!(DeletionKind {
    Deleted => "deleted",
    Archived => "archived",
    AccessLost => "access_lost",
    Unobserved => "unobserved",
});
