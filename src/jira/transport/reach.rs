//! How far the failure of a request reaches, chosen where the request is made.

/// What the failure of a request affects.
///
/// A failure must affect nothing but the data requested: a damaged issue must not keep the rest of its project from
/// being read, and a refused list of boards must not make the site appear unreachable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `serverInfo` and `myself`: affects the site. Only these prove the credentials: anywhere else, a 401 means that the
    /// token lacks a scope.
    SignIn,
    /// The roster of projects, the listing of a project, its permissions: affects the site or the project.
    Essential,
    /// Documents, changelogs, comments, worklogs, remote links: affects the issues that the request names. A request for
    /// several is halved until only the failing issue is left, which is quarantined.
    Issues,
    /// Fields, statuses, people, versions, boards, feeds and the like: affects that list alone. The list is then unknown,
    /// not empty: its rows stay, and the run has a warning. Counts of issues belong here, too: a second listing can replace
    /// them.
    Reference,
}
