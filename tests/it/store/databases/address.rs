//! `DATABASE_URL`: mistakes are reported at once, and never with the password.

use std::{net::TcpListener, time::Duration};

use super::{jira_sync, starts::migrate};
use crate::support::limit::within;

/// What `migrate` prints for an address that cannot be opened, with the log at its most verbose.
async fn error_of_migrate(url: &str) -> String {
    let mut command = jira_sync(&["migrate"], url);
    command.env("JIRA_SYNC_LOG", "trace");
    let output = within(Duration::from_secs(20), url, command.output()).await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{url}: {output:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!stderr.contains("hush"), "{stderr}");
    stderr
}

#[tokio::test]
async fn password_in_database_url_is_never_printed() {
    for password in ["hush#x", "x#hush", "hush/x", "12/hush", "x?hush", "x@y/hush", "x?y=hush"] {
        let stderr = error_of_migrate(&format!("postgres://me:{password}@127.0.0.1/db")).await;
        assert!(stderr.contains("DATABASE_URL") && stderr.contains("Percent-encode"), "{password}: {stderr}");
    }
    for text in [
        "host=127.0.0.1 user=me password=hush dbname=db",
        "jdbc:postgresql://127.0.0.1/db?user=me&password=hush",
        "mysql://me:hush@host/db",
        "me:hush@host/db",
        "postgres://me:hush@host:port/db",
    ] {
        let stderr = error_of_migrate(text).await;
        assert!(stderr.contains("DATABASE_URL") && stderr.contains("expected"), "{text}: {stderr}");
    }
    let stray = jira_sync(&["migrate", "postgres://me:hush@host/db"], "").output().await.unwrap();
    assert!(stray.status.code() == Some(2) && !String::from_utf8_lossy(&stray.stderr).contains("hush"));
}

#[tokio::test]
async fn refused_connection_is_reported_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    for url in [
        format!("postgres://me:hush@{address}/db"),
        format!("postgres://{address}/db?user=me&password=hush&channel_binding=hush"),
    ] {
        let stderr = error_of_migrate(&url).await;
        assert!(stderr.contains("refused") && stderr.contains(&address.to_string()), "{stderr}");
    }
}

#[tokio::test]
async fn sqlite_path_is_percent_decoded_and_must_name_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/my%20data/j.db", folder.path().display());
    migrate(&url).await;
    assert!(folder.path().join("my data/j.db").exists());
    for no_path in ["sqlite:", "sqlite://", "sqlite://?mode=rwc"] {
        let stderr = error_of_migrate(no_path).await;
        assert!(stderr.contains("DATABASE_URL") && stderr.contains("names no file"), "{stderr}");
    }
}
