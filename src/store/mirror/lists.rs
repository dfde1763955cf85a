//! Jira's lists: their stored rows, rows that they no longer contain, and values that issues repeat.

pub(super) mod absent;
pub(super) mod difference;
pub(super) mod projects;
pub(super) mod reference;
pub(super) mod renames;
pub(super) mod repeats;
