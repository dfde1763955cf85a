//! The endpoints of Jira: one file per resource, both editions.

pub(super) mod agile;
pub(super) mod children;
pub(super) mod cloud;
pub(super) mod datacenter;
pub(super) mod identity;
pub mod jql;
pub(super) mod loop_guard;
pub(super) mod page;
pub(super) mod permissions;
pub(super) mod projects;
pub(super) mod reference;
pub(super) mod roster;
pub(super) mod search_jql;
pub(super) mod search_probe;
pub(super) mod shown;
pub(super) mod stamps;
pub(super) mod users;
pub(super) mod worklogs;
