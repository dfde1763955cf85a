//! Every path of the REST contract against the whole server and a sample Jira: the members of each answer that
//! existing scripts read, what bad input is told, and what a saved change does.

mod bad_input;
mod drift;
mod issues;
mod runs;
mod settings;
mod status;
