//! PostgreSQL behind Debian's PgBouncer in transaction mode: statements of one connection reach several backends, and
//! backends keep the state that other sessions left.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    process::{Child, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;
use url::Url;

use super::{Sample, column, jira_sync};
use crate::support::{database::TestDatabase, limit::eventually, postgres::shell_of_ordinary_user};

const PROGRAM: &str = "/usr/sbin/pgbouncer";

/// Runs until the test ends: the shell waits until its standard input is closed.
const RUN_UNTIL_STDIN_CLOSES: &str = r#"
"$1" "$2" >/dev/null 2>&1 &
echo started
read -r _
kill "$!"
"#;

/// A pooler in front of the tests' server, on a Unix socket.
struct PgBouncer {
    folder: TempDir,
    _shell: Child,
}

impl PgBouncer {
    async fn start(url: &str) -> Self {
        assert!(fs::exists(PROGRAM).unwrap(), "{PROGRAM} is missing: run `script/setup test`");
        let server: Url = url.parse().unwrap();
        let parameter =
            server.query_pairs().find(|(name, _)| name == "host").map(|(_, host)| host.into_owned());
        let host = parameter.unwrap_or_else(|| server.host_str().unwrap().to_owned());
        let password = server.password().map(|password| format!(" password={password}")).unwrap_or_default();
        let folder = TempDir::new_in("/tmp").unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let settings = format!(
            "[databases]\n* = host={host} port={} user={}{password}\n[pgbouncer]\npool_mode = transaction\n\
             auth_type = any\nunix_socket_dir = {}\nlisten_port = 6432\ndefault_pool_size = 3\n",
            server.port().unwrap_or(5432),
            server.username(),
            folder.path().display()
        );
        let file = folder.path().join("pgbouncer.ini");
        fs::write(&file, settings).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let mut shell = shell_of_ordinary_user();
        shell.args(["-c", RUN_UNTIL_STDIN_CLOSES, "sh", PROGRAM]).arg(&file).current_dir("/");
        shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
        let socket = folder.path().join(".s.PGSQL.6432");
        eventually("the socket", async || tokio::net::UnixStream::connect(&socket).await.is_ok()).await;
        Self { folder, _shell: shell }
    }

    /// The same database through the pooler.
    fn url(&self, url: &str) -> String {
        let server: Url = url.parse().unwrap();
        format!(
            "postgres://postgres@localhost{}?host={}&port=6432",
            server.path(),
            self.folder.path().display()
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_behind_pgbouncer_in_transaction_mode() {
    let database = TestDatabase::postgres().await;
    let pooler = PgBouncer::start(&database.url).await;
    let pooled = pooler.url(&database.url);
    let migrations = [jira_sync(&["migrate"], &pooled).output(), jira_sync(&["migrate"], &pooled).output()];
    for output in futures::future::join_all(migrations).await {
        assert!(output.as_ref().unwrap().status.success(), "{output:?}");
    }
    let sample = Sample::start(4, 60).await;
    for mode in ["full", "incremental", "census"] {
        let summary = sample.run(&["sync", "--mode", mode, "--json"], &pooled).await;
        let summary: Value = serde_json::from_str(&summary).unwrap();
        assert_eq!(summary["status"], "completed", "{summary}");
    }
    // Two at once, on the same backends: both prepare statements with the same names.
    let both = [sample.command(&["verify"], &pooled).output(), sample.command(&["verify"], &pooled).output()];
    for output in futures::future::join_all(both).await {
        assert!(output.as_ref().unwrap().status.success(), "{output:?}");
    }
    let direct = sea_orm::Database::connect(&database.url).await.unwrap();
    assert_eq!(column::<i64>(&direct, "select count(*) from live_issues").await, [240]);
    direct.close().await.unwrap();
    drop(pooler);
    database.remove().await;
}
