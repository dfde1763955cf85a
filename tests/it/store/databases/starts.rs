//! Starts that are killed at any moment, and starts at the same moment.

use std::time::Instant;

use ::migrations::{Migrator, MigratorTrait};
use futures::future::join_all;
use sea_orm::ConnectionTrait;

use super::{earlier, jira_sync};
use crate::support::database::{TestDatabase, on_each_empty_database};

/// How often a start is killed, each time a little later.
const KILLS: u32 = 40;

/// Runs `jira-sync migrate`, which must succeed.
pub(super) async fn migrate(url: &str) {
    let output = jira_sync(&["migrate"], url).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Kills migrations of the databases from `make` at moments from start to end; each must then migrate without error.
async fn kill_migrations(make: impl AsyncFn() -> TestDatabase) {
    let (first, began) = (make().await, Instant::now());
    migrate(&first.url).await;
    let whole = began.elapsed();
    for kill in 0..KILLS {
        let database = make().await;
        let mut child = jira_sync(&["migrate"], &database.url).spawn().unwrap();
        let _ended = tokio::time::timeout(whole * kill / KILLS, child.wait()).await;
        child.kill().await.unwrap();
        migrate(&database.url).await;
    }
}

#[tokio::test]
async fn killed_first_start_leaves_a_usable_file() {
    kill_migrations(async || TestDatabase::sqlite()).await;
}

#[tokio::test]
async fn killed_upgrade_leaves_a_usable_file() {
    kill_migrations(async || {
        let database = TestDatabase::sqlite();
        earlier::restore(&database.url).await;
        database
    })
    .await;
}

#[tokio::test]
async fn half_migrated_file_of_an_earlier_version_is_reported() {
    let database = TestDatabase::sqlite();
    let connection = sea_orm::Database::connect(format!("{}?mode=rwc", database.url)).await.unwrap();
    Migrator::up(&connection, Some(4)).await.unwrap();
    connection.execute_unprepared("create table sync_runs (id text)").await.unwrap();
    connection.close().await.unwrap();
    let output = jira_sync(&["migrate"], &database.url).output().await.unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && stderr.contains("left it incomplete") && stderr.contains("delete"),
        "{stderr}"
    );
}

#[tokio::test]
async fn processes_starting_at_once_migrate_in_turn() {
    for _ in 0..6 {
        on_each_empty_database(async |url| {
            join_all((0..4).map(|_| migrate(&url))).await;
        })
        .await;
    }
}
