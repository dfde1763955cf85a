//! The two databases as operators use them: first starts, files, addresses, poolers, upgrades, and query times.

mod address;
mod earlier;
mod gone;
mod periods;
mod pgbouncer;
mod plans;
mod starts;
mod whole;

use std::process::Stdio;

use jira_sync::demo::{DemoConfig, DemoHandle, DemoJira};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TryGetable};
use tempfile::TempDir;
use tokio::process::Command;

/// The program with these arguments on this database, without settings from the tests' own environment.
fn jira_sync(arguments: &[&str], url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jira-sync"));
    command
        .args(arguments)
        .env_remove("JIRA_INSTANCES")
        .env_remove("JIRA_CONFIG_FILE")
        .env("DATABASE_URL", url)
        .env("JIRA_SYNC_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A small sample Jira, and what a command needs to sync it.
struct Sample {
    jira: DemoHandle,
    folder: TempDir,
}

impl Sample {
    async fn start(projects: u32, issues: u64) -> Self {
        let epoch = DemoConfig::epoch_for(chrono::Utc::now());
        let config = DemoConfig { projects, issues, ..DemoConfig::cloud(epoch) };
        Self { jira: DemoJira::start(config).await.unwrap(), folder: TempDir::new().unwrap() }
    }

    /// The program with this sample as its only site.
    fn command(&self, arguments: &[&str], url: &str) -> Command {
        let site = serde_json::json!([{"url": self.jira.base_url(), "name": "demo",
            "username": "demo@example.com", "api_token": "demo"}]);
        let mut command = jira_sync(arguments, url);
        command.env("JIRA_INSTANCES", site.to_string()).env("JIRA_SYNC_CONFIG_DIR", self.folder.path());
        command
    }

    /// Runs a command that has to succeed and returns its output.
    async fn run(&self, arguments: &[&str], url: &str) -> String {
        let output = self.command(arguments, url).output().await.unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

async fn column<T: TryGetable>(connection: &DatabaseConnection, query: &str) -> Vec<T> {
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}
