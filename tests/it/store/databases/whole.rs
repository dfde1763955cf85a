//! After a clean exit the SQLite file is complete without other files, and it can be copied while in use.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use tokio::io::{AsyncBufReadExt, BufReader};

use super::{Sample, column, jira_sync};
use crate::{
    store::slow_disk::Lock,
    support::{
        database::TestDatabase,
        limit::{MINUTES, within},
    },
};

fn file(url: &str) -> PathBuf {
    PathBuf::from(url.strip_prefix("sqlite://").unwrap())
}

/// The number of issues in a copy of the file alone.
async fn count_issues_in_copy(file: &Path) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::copy(file, &copy).unwrap();
    let connection = sea_orm::Database::connect(format!("sqlite://{}", copy.display())).await.unwrap();
    let counted = column(&connection, "select count(*) from issues").await;
    connection.close().await.unwrap();
    counted[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_file_is_complete_without_wal_after_a_clean_exit() {
    let database = TestDatabase::sqlite();
    let sample = Sample::start(1, 30).await;
    sample.run(&["sync"], &database.url).await;
    let file = file(&database.url);
    assert_eq!(count_issues_in_copy(&file).await, 30);
    assert!(!file.with_extension("db-wal").exists());
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    // A server that receives SIGTERM leaves the file in the same state.
    let mut server = sample.command(&["serve", "--listen", "127.0.0.1:0"], &database.url).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    within(MINUTES, "the address", lines.next_line()).await.unwrap().unwrap();
    // The server has written its schedule.
    assert!(file.with_extension("db-wal").exists());
    let pid = server.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(within(MINUTES, "the end", server.wait()).await.unwrap().success());
    assert!(!file.with_extension("db-wal").exists());
    assert_eq!(count_issues_in_copy(&file).await, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_works_while_the_database_is_being_written() {
    let database = TestDatabase::sqlite();
    let sample = Sample::start(1, 30).await;
    sample.run(&["sync"], &database.url).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let backup = ["backup", copy.to_str().unwrap()];
    let lock = Lock::take(&database.url).await;
    let output = within(MINUTES, "the backup", jira_sync(&backup, &database.url).output()).await.unwrap();
    assert!(output.status.success(), "{output:?}");
    lock.release().await;
    assert_eq!(count_issues_in_copy(&copy).await, 30);
    assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");

    let refused = async |arguments: &[&str], url: &str| {
        let output = jira_sync(arguments, url).output().await.unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&backup, &database.url).await.contains("already exists"));
    let missing = folder.path().join("missing.db");
    let stderr = refused(&["backup", "x.db"], &format!("sqlite://{}", missing.display())).await;
    assert!(stderr.contains("There is no database") && !missing.exists(), "{stderr}");
    assert!(refused(&["backup", "x.db"], "postgres://me:hush@127.0.0.1/db").await.contains("pg_dump"));
    let nowhere = folder.path().join("nowhere/x.db");
    let stderr = refused(&["backup", nowhere.to_str().unwrap()], &database.url).await;
    assert!(stderr.contains(nowhere.to_str().unwrap()), "{stderr}");
}
