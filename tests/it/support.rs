//! What the integration tests share.

pub(crate) mod app;
pub(crate) mod control;
pub(crate) mod database;
pub(crate) mod fake_services;
pub(crate) mod http_server;
pub(crate) mod postgres;
