//! Issues that are kept from the account, or put away, one by one.

use serde::{Deserialize, Serialize};

use super::{ControlError, Site, State};

/// Who finds an issue, apart from what becomes of its project. No `updated` tells of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssueAccess {
    /// As its project.
    Open,
    /// Its security level keeps the account out: not found, and 404 on Cloud, 403 on Data Center.
    Secured,
    /// The same, while the search index still names it.
    Named,
    /// Put into the archive by itself: no search finds it, and it can be opened. Data Center says since when.
    Archived,
}

impl Site {
    /// Secures or archives an issue, or opens it again.
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

    /// Whether searches name an issue, if they name its project.
    pub(crate) fn is_named(&self, issue: u64) -> bool {
        matches!(self.access(issue), IssueAccess::Open | IssueAccess::Named)
    }

    /// Whether the account may open an issue that is there.
    pub(crate) fn may_open(&self, issue: u64) -> bool {
        let opens = matches!(self.access(issue), IssueAccess::Open | IssueAccess::Archived);
        opens && self.head(issue).is_some_and(|head| self.projects[head.project].readable())
    }

    /// Issues that no search names.
    pub(super) fn unnamed(&self) -> impl Iterator<Item = u64> + '_ {
        self.access.keys().copied().filter(|id| !self.is_named(*id))
    }
}
