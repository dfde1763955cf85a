//! Issues: the pages to write, the issues that are gone, and the issues to be read again.

pub(super) mod census;
pub(super) mod gone;
pub(super) mod half_links;
pub(super) mod losses;
pub(super) mod page;
pub(super) mod purge;
pub(super) mod quarantine;
pub(super) mod quarantine_key;
pub(super) mod references;
pub(super) mod remote_links;
pub(super) mod worklog_feed;
