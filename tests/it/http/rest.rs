//! Every path of the REST contract on the whole server with a sample Jira: the members of each response that existing
//! scripts read, the errors for invalid input, and the effect of saved changes.

mod bad_input;
mod drift;
mod issues;
mod runs;
mod settings;
mod status;
