//! The commands as processes: output, exit status and signals.

mod exit_status;
mod foreground;
mod serve;

use std::process::Command;

use jira_sync::demo::DemoHandle;
use tempfile::TempDir;

fn jira_sync(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jira-sync"));
    command
        .env_remove("JIRA_INSTANCES")
        .env_remove("JIRA_CONFIG_FILE")
        .env("DATABASE_URL", format!("sqlite://{}/m.db", folder.path().display()))
        .env("JIRA_SYNC_CONFIG_DIR", folder.path());
    command
}

/// Starts `sync` with these arguments and `jira` as its site; killed at the end of the test.
fn sync_of(folder: &TempDir, jira: &DemoHandle, arguments: &[&str]) -> tokio::process::Command {
    let mut command = tokio::process::Command::from(jira_sync(folder));
    command.env("JIRA_URL_1", jira.base_url()).env("JIRA_USERNAME_1", "demo@example.com");
    command.env("JIRA_API_TOKEN_1", "demo").arg("sync").args(arguments).kill_on_drop(true);
    command
}
