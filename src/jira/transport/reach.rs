//! What the failure of a request may cost. Every request chooses, where it is made.

/// The reach of a failure.
///
/// An odd answer costs what it is about and nothing else: one damaged issue must not keep a project from being read,
/// and a list of boards that is refused must not make a site look unreachable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `serverInfo` and `myself`: costs the site. Only these tell about the credentials: elsewhere a 401 means that
    /// the token lacks a scope.
    SignIn,
    /// The roster of projects, the listing of a project, a right to it: costs the site or the project.
    Essential,
    /// Document, history, comments, worklogs, remote links: costs the issues that the request names. A request for
    /// several is halved until the culprit stands alone, and that one is quarantined.
    Issues,
    /// Fields, statuses, people, versions, boards, feeds and the like: costs that list alone. It is then unknown, not
    /// empty: the rows of before stay, and the run warns. So does a count of issues, which a second listing can replace.
    Reference,
}
