//! Databases of an earlier version are upgraded: their rows stay, and their schema becomes that of a new database.
//! `earlier/*.sql` is the dump of a small sample synced by the version of 2026-11-27 (83ba722).

use jira_sync::store::{Database, StoreError};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::{Sample, column};
use crate::support::database::{TestDatabase, on_each_empty_database};

/// The dumps of the earlier version.
const SQLITE: &str = include_str!("earlier/sqlite.sql");
const POSTGRES: &str = include_str!("earlier/postgres.sql");

/// Restores the dump of the earlier version into the empty database at `url`.
pub(super) async fn restore(url: &str) {
    let sqlite = url.starts_with("sqlite");
    let place = if sqlite { format!("{url}?mode=rwc") } else { url.to_owned() };
    let connection = sea_orm::Database::connect(place).await.unwrap();
    connection.execute_unprepared(if sqlite { SQLITE } else { POSTGRES }).await.unwrap();
    connection.close().await.unwrap();
}

/// Every table and view with its columns and their types, and every index, as text.
async fn schema(url: &str) -> Vec<String> {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let query = if url.starts_with("sqlite") {
        "select type || ' ' || name || ' ' || sql from sqlite_master where sql is not null order by 1"
    } else {
        "select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
             || coalesce(column_default, '')
         from information_schema.columns where table_schema = 'public'
         union all select indexdef from pg_indexes where schemaname = 'public'
         union all select viewname || ' ' || definition from pg_views where schemaname = 'public' order by 1"
    };
    let schema = column(&connection, query).await;
    connection.close().await.unwrap();
    schema
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_an_earlier_version_is_upgraded() {
    on_each_empty_database(async |url| {
        restore(&url).await;
        let counted = async || {
            let connection = sea_orm::Database::connect(&url).await.unwrap();
            let mut counts = Vec::new();
            let tables =
                ["live_issues", "live_comments", "changelog_items", "issue_status_periods", "sync_runs"];
            for table in tables {
                counts.extend(column::<i64>(&connection, &format!("select count(*) from {table}")).await);
            }
            let periods =
                "select status || ' ' || coalesce(cast(to_at as text), '') from issue_status_periods
                           order by site_id, issue_id, from_at, status";
            let periods: Vec<String> = column(&connection, periods).await;
            connection.close().await.unwrap();
            (counts, periods)
        };
        let before = counted().await;
        assert_eq!(before.0, [8, 29, 32, 18, 2]);
        Database::connect(&url).await.unwrap().close().await.unwrap();
        assert_eq!(counted().await, before);

        let fresh =
            if url.starts_with("sqlite") { TestDatabase::sqlite() } else { TestDatabase::postgres().await };
        Database::connect(&fresh.url).await.unwrap().close().await.unwrap();
        assert_eq!(schema(&url).await, schema(&fresh.url).await);
        fresh.remove().await;

        // The upgraded database can be synced: here with another site, whose Jira it does not know.
        let summary = Sample::start(2, 6).await.run(&["sync", "--json"], &url).await;
        let summary: Value = serde_json::from_str(&summary).unwrap();
        assert_eq!(
            (&summary["status"], &summary["issues_created"]),
            (&"completed".into(), &12.into()),
            "{summary}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connect_existing_never_changes_a_database_of_another_version() {
    on_each_empty_database(async |url| {
        restore(&url).await;
        let before = schema(&url).await;
        let error = Database::connect_existing(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::NotMigrated { .. }), "{error}");
        assert_eq!(schema(&url).await, before);

        Database::connect(&url).await.unwrap().close().await.unwrap();
        Database::connect_existing(&url).await.unwrap().close().await.unwrap();
        let connection = sea_orm::Database::connect(&url).await.unwrap();
        let later =
            "insert into seaql_migrations (version, applied_at) values ('m9999_of_a_later_version', 0)";
        connection.execute_unprepared(later).await.unwrap();
        connection.close().await.unwrap();
        for refused in [Database::connect(&url).await, Database::connect_existing(&url).await] {
            let error = refused.unwrap_err();
            assert!(matches!(error, StoreError::Newer), "{error}");
        }
    })
    .await;
}

/// `verify` may be pointed at any file.
#[tokio::test]
async fn file_of_another_program_is_refused_and_left_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    let url = format!("sqlite://{}", file.display());
    std::fs::write(&file, "").unwrap();
    let refused = Database::connect_existing(&url).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotMigrated { .. }), "{refused}");
    assert_eq!(std::fs::read(&file).unwrap(), b"");

    let connection = sea_orm::Database::connect(&url).await.unwrap();
    connection.execute_unprepared("create table theirs (id integer)").await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();
    let refused = Database::connect_existing(&url).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotMigrated { .. }), "{refused}");
    assert_eq!(std::fs::read(&file).unwrap(), before);

    std::fs::write(&file, "minutes of a meeting\n".repeat(99)).unwrap();
    let refused = Database::connect_existing(&url).await.unwrap_err().to_string();
    assert!(refused.contains("not a database") && refused.contains("DATABASE_URL"), "{refused}");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.db"]);
}
