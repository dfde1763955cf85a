//! A separate server process, as an operator starts it.

use std::process::Stdio;

use jira_sync::store::RunId;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A running `jira-sync serve`; killed when it is dropped.
pub(super) struct Replica {
    child: Child,
    pid: u32,
    database_url: String,
    jira_url: String,
    _folder: TempDir,
}

impl Replica {
    pub(super) fn start(database_url: &str, jira_url: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let site = serde_json::json!([{
            "name": "sample", "url": jira_url, "username": "demo@example.com", "api_token": "demo",
            "type": "cloud",
        }]);
        let child = Command::new(env!("CARGO_BIN_EXE_jira-sync"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", database_url)
            .env("JIRA_INSTANCES", site.to_string())
            .env("JIRA_SYNC_CONFIG_DIR", folder.path())
            .env("JIRA_SYNC_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let pid = child.id().unwrap();
        Self {
            child,
            pid,
            database_url: database_url.to_owned(),
            jira_url: jira_url.to_owned(),
            _folder: folder,
        }
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// `kill -s SIGNAL`; after `KILL` waits for the process to end.
    pub(super) async fn signal(&mut self, signal: &str) {
        let sent = Command::new("kill").args(["-s", signal, &self.pid.to_string()]).status().await.unwrap();
        assert!(sent.success());
        if signal == "KILL" {
            self.child.wait().await.unwrap();
        }
    }

    /// Reverts `signal`: continues the process, or starts a new one.
    pub(super) async fn revert(&mut self, signal: &str) {
        match signal {
            "KILL" => *self = Self::start(&self.database_url, &self.jira_url),
            _ => self.signal("CONT").await,
        }
    }

    /// Ends it as a service manager does, unless it has already exited.
    pub(super) async fn terminate(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.signal("TERM").await;
            assert!(self.child.wait().await.unwrap().success());
        }
    }
}

/// The active run and the process id of its holder.
pub(super) async fn active_run(connection: &DatabaseConnection) -> Option<(RunId, u32)> {
    let query = "select id, holder from sync_runs where status = 'running'";
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, query)).await.unwrap()?;
    let holder: String = row.try_get("", "holder").unwrap();
    let pid = holder.rsplit(':').next().unwrap().parse().unwrap();
    Some((row.try_get("", "id").unwrap(), pid))
}
