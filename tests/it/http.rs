//! HTTP: the layer over fake services, and in `rest` and `webhooks` the whole server with a sample Jira.

mod access;
mod bodies;
mod events;
mod files;
mod forms;
mod hosts;
mod pages;
mod problems;
mod rest;
mod surface;
mod webhooks;
