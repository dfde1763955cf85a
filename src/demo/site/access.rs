//! Single issues that are secured or archived.

use serde::{Deserialize, Serialize};

use super::{ControlError, Site, State};

/// Access to an issue, in addition to that of its project. A change does not affect `updated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssueAccess {
    /// The same as its project.
    Open,
    /// Hidden by its security level: searches do not find it, and a request returns 404 on Cloud, 403 on Data Center.
    Secured,
    /// The same, but the search index still names it.
    Named,
    /// Archived on its own: searches do not find it, but it can be opened. Data Center reports since when.
    Archived,
}

impl Site {
    /// Secures or archives an issue, or reverts this.
    pub fn set_access(&self, issue: &str, access: IssueAccess) -> Result<(), ControlError> {
        let mut state = self.write();
        let id = state.find(issue)?;
        match access {
            IssueAccess::Open => state.access.remove(&id),
            _ => state.access.insert(id, access),
        };
        Ok(())
    }
}

impl State {
    pub(crate) fn access(&self, issue: u64) -> IssueAccess {
        self.access.get(&issue).copied().unwrap_or(IssueAccess::Open)
    }

    /// Whether searches of its project find an issue.
    pub(crate) fn is_named(&self, issue: u64) -> bool {
        matches!(self.access(issue), IssueAccess::Open | IssueAccess::Named)
    }

    /// Whether the account may open an existing issue.
    pub(crate) fn may_open(&self, issue: u64) -> bool {
        let opens = matches!(self.access(issue), IssueAccess::Open | IssueAccess::Archived);
        opens && self.head(issue).is_some_and(|head| self.projects[head.project].readable())
    }

    /// Issues that searches do not find.
    pub(super) fn unnamed(&self) -> impl Iterator<Item = u64> + '_ {
        self.access.keys().copied().filter(|id| !self.is_named(*id))
    }
}
