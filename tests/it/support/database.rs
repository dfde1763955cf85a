//! A separate database for every test, of each kind that jira-sync supports.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use jira_sync::store;
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;
use uuid::Uuid;

use super::{
    limit::{WHOLE_TEST, within},
    postgres,
};

/// A database that only the current test uses.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    /// The value for `DATABASE_URL`.
    pub(crate) url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(TempDir),
    Server { name: String },
}

impl TestDatabase {
    /// An empty SQLite database: a file in a temporary folder.
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("jira-sync.db").display());
        Self { url, place: Place::Folder(folder) }
    }

    /// An empty database on the tests' PostgreSQL server, which is started if it is not running yet.
    pub(crate) async fn postgres() -> Self {
        Self::copy_of("template0").await
    }

    /// The same, with jira-sync's tables where that is faster.
    pub(crate) async fn migrated_postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        // On a shared server a template would be left behind.
        if !postgres::is_private() {
            return Self::postgres().await;
        }
        let template = TEMPLATE.get_or_init(async || {
            let Self { url, .. } = Self::postgres().await;
            store::Database::connect(&url)
                .await
                .expect("the tables")
                .close()
                .await
                .expect("a closed connection");
            url
        });
        let url: Url = template.await.parse().expect("an address");
        Self::copy_of(url.path().trim_start_matches('/')).await
    }

    async fn copy_of(template: &str) -> Self {
        let name = format!("jira_sync_test_{}", Uuid::new_v4().simple());
        administer(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { url: postgres::url(&name), place: Place::Server { name } }
    }

    /// "sqlite" or "postgres".
    pub(crate) fn kind(&self) -> &'static str {
        match self.place {
            Place::Folder(_) => "sqlite",
            Place::Server { .. } => "postgres",
        }
    }

    /// Removes the database even if connections to it are open. A test that panics may skip this:
    /// a private server is removed with all its databases.
    pub(crate) async fn remove(self) {
        match self.place {
            Place::Folder(folder) => drop(folder),
            Place::Server { name } => administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

/// Runs `test` on an empty SQLite database, then on an empty PostgreSQL database.
pub(crate) async fn on_each_empty_database(test: impl AsyncFn(String)) {
    on_each(test, [TestDatabase::sqlite(), TestDatabase::postgres().await]).await;
}

/// The same for a test that begins by connecting in the same way as jira-sync. The tables may exist already.
pub(crate) async fn on_each_database(test: impl AsyncFn(String)) {
    on_each(test, [TestDatabase::sqlite(), TestDatabase::migrated_postgres().await]).await;
}

async fn on_each(test: impl AsyncFn(String), databases: [TestDatabase; 2]) {
    for database in databases {
        eprintln!("on {}", database.kind());
        let test = within(WHOLE_TEST, "the test", test(database.url.clone()));
        let outcome = AssertUnwindSafe(test).catch_unwind().await;
        database.remove().await;
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
    }
}

async fn administer(statement: &str) {
    let server = Database::connect(postgres::url("postgres")).await.expect("the tests' PostgreSQL server");
    server.execute_unprepared(statement).await.expect(statement);
    server.close().await.expect("a closed connection");
}

#[tokio::test]
async fn each_test_database_is_empty_and_usable() {
    on_each_empty_database(async |url| {
        let url = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url };
        let database = Database::connect(url).await.unwrap();
        database.execute_unprepared("CREATE TABLE sites (id BIGINT PRIMARY KEY)").await.unwrap();
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
#[should_panic(expected = "said on sqlite")]
async fn failure_on_one_database_fails_the_test() {
    on_each_database(async |url| {
        assert!(!url.starts_with("sqlite"), "said on sqlite");
    })
    .await;
}

/// Makes every quarantined issue due for a retry.
pub(crate) async fn end_pause(sql: &impl ConnectionTrait) {
    let long_ago = "update quarantined_issues set last_seen_at = '2026-01-01T00:00:00+00:00'";
    sql.execute_unprepared(long_ago).await.unwrap();
}
