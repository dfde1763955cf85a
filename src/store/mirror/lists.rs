//! Jira's lists: what is stored of them, what they no longer have, and what issues repeat of them.

pub(super) mod absent;
pub(super) mod difference;
pub(super) mod projects;
pub(super) mod reference;
pub(super) mod renames;
pub(super) mod repeats;
