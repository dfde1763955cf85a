//! Reads what no listing of a project shows: issues named by webhooks, stale issues, worklogs and remote links.

pub(super) mod refetch;
pub(super) mod remote_links;
pub(super) mod reread;
pub(super) mod stale;
pub(super) mod worklogs;
