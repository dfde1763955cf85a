//! The `jira-sync` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    jira_sync::cli::main()
}
