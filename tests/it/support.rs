//! What the integration tests share.

pub(crate) mod control;
pub(crate) mod database;
pub(crate) mod postgres;
