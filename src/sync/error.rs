//! Why a site or a project could not be synced. Each message names the remedy.

use std::time::Duration;

use app::model::{Doubt, ProblemKind};

use super::doubt::SiteDoubt;
use crate::{jira::JiraError, store::StoreError};

/// Why a site could not be synced at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum SiteError {
    #[error(transparent)]
    Jira(#[from] JiraError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Issues(ProjectError),
    /// A pause is in effect.
    #[error("{0}")]
    LeftAlone(String),
    #[error(transparent)]
    Doubt(#[from] SiteDoubt),
    #[error(
        "{what} took longer than {} s. What was read so far is saved, and the next run continues there",
        limit.as_secs_f64()
    )]
    Late { what: &'static str, limit: Duration },
}

impl SiteError {
    /// The kind of problem, for people.
    pub(super) fn problem(&self) -> ProblemKind {
        match self {
            Self::Jira(error) => error.problem(),
            Self::Issues(error) => error.problem(),
            Self::Late { .. } => ProblemKind::NotResponding,
            Self::Doubt(doubt) => match doubt.stays().map(|(doubt, _)| doubt) {
                Some(Doubt::ProjectsLost) => ProblemKind::HeldBack,
                Some(Doubt::NoProjects) => ProblemKind::AccessDenied,
                Some(Doubt::AnotherJira) | None => ProblemKind::Other,
            },
            Self::Store(_) | Self::LeftAlone(_) => ProblemKind::Other,
        }
    }
}

impl From<ProjectError> for SiteError {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Jira(error) => Self::Jira(error),
            ProjectError::Store(error) => Self::Store(error),
            other => Self::Issues(other),
        }
    }
}

/// Why syncing a project failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProjectError {
    #[error(transparent)]
    Jira(#[from] JiraError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "It took longer than project_timeout = {0} s. What was read so far is saved, and the next run continues \
         there; raise project_timeout if it happens again"
    )]
    Timeout(u32),
    #[error(transparent)]
    CensusRefused(#[from] CensusRefused),
    #[error(
        "{} quarantined in this run. Quarantined issues are retried at growing intervals; the Data check page lists \
         them with the reasons",
        if *.0 == 1 { "1 issue was".to_owned() } else { format!("{} issues were", .0) }
    )]
    Quarantined(u64),
    #[error(
        "Jira counts {counted} issues to read in this project, but lists {listed} in every order tried. Listed issues are \
         stored, and nothing is marked as gone; the next sync compares again. If this persists, ask the administrator of \
         the Jira site to rebuild its search index"
    )]
    Incomplete { counted: u64, listed: u64 },
    #[error(
        "Jira does not list {issues} and did not say whether they are gone: {reason}. The rest of the census is done, \
         and the next one asks again"
    )]
    Unchecked { issues: String, reason: String },
}

impl ProjectError {
    /// The kind of problem, for people.
    pub(super) fn problem(&self) -> ProblemKind {
        match self {
            Self::Jira(error) => error.problem(),
            Self::CensusRefused(CensusRefused::TooMany { .. }) => ProblemKind::HeldBack,
            Self::CensusRefused(CensusRefused::Rights) => ProblemKind::AccessDenied,
            Self::Quarantined(_) => ProblemKind::Quarantined,
            Self::Store(_) | Self::Timeout(_) | Self::Incomplete { .. } | Self::Unchecked { .. } => {
                ProblemKind::Other
            }
        }
    }

    /// Whether time ran out before Jira responded.
    pub(super) fn is_late(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Jira(error) => error.is_late(),
            _ => false,
        }
    }

    /// Whether the project was read to its end, but not everything in it could be settled.
    pub(super) fn is_partial(&self) -> bool {
        matches!(
            self,
            Self::CensusRefused(_) | Self::Quarantined(_) | Self::Incomplete { .. } | Self::Unchecked { .. }
        )
    }
}

/// Why a census marks nothing as gone.
#[derive(Debug, thiserror::Error)]
pub(super) enum CensusRefused {
    #[error(
        "The census marked nothing as gone: {gone} of {stored} issues vanished at once, which is more often a fault \
         than a deletion. Look at the project in Jira; if they no longer exist, confirm the deletion on the Data check \
         page, or run: jira-sync sync --mode census --project {project} --accept-losses"
    )]
    TooMany { gone: u64, stored: u64, project: String },
    #[error(
        "The census marked nothing as gone: the account lost its right to browse this project meanwhile. The next run \
         marks the project, unless the right is granted again"
    )]
    Rights,
}
