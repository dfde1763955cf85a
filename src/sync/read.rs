//! Reads what Jira lists and delivers, in batches, on both editions.

pub(super) mod bounds;
pub(super) mod by_id;
pub(super) mod catalog;
pub(super) mod children;
pub(super) mod cloud;
pub(super) mod datacenter;
pub(super) mod isolate;
pub(super) mod lists;
pub(super) mod message;
pub(super) mod reference;
pub(super) mod roster;
pub(super) mod source;
pub(super) mod stamps;
pub(super) mod tally;
pub(super) mod window;
