//! The `jira-sync` command.
fn main() {}
