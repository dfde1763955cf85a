//! Following what no listing of a project shows: what webhooks name, what became stale, worklogs and remote links.

pub(super) mod refetch;
pub(super) mod remote_links;
pub(super) mod reread;
pub(super) mod stale;
pub(super) mod worklogs;
