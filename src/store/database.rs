use std::{path::Path, time::Duration};

use chrono::{DateTime, Utc};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, TransactionTrait,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{StoreError, runs::HeldRuns, sql, turns::Turns};

/// Which database this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// How long SQLite waits for another process that writes, before it is asked again. A writer that gives up meanwhile
/// keeps its connection busy for as long.
const A_WAIT: Duration = Duration::from_secs(2);

/// A pool of connections to the mirror; cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    connection: DatabaseConnection,
    /// Where all that is written is written. SQLite has one writer, so that this is a pool of one: its writers take
    /// turns, and one connection alone holds the prepared statements and changed pages of a sync (10 MB).
    writer: DatabaseConnection,
    turns: Turns,
    held: HeldRuns,
}

impl Database {
    /// Opens the database at `url` (creating the SQLite file and its folder) and brings its schema up to date.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let database = Self::open(url).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Opens without touching the schema.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(16).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
        let open = async |options| {
            let failed = |source| StoreError::Open { url: without_password(url), source };
            sea_orm::Database::connect::<ConnectOptions>(options).await.map_err(failed)
        };
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => {
                let waiting = |wait| {
                    move |sqlite: SqliteConnectOptions| {
                        sqlite
                            .create_if_missing(true)
                            .journal_mode(SqliteJournalMode::Wal)
                            .synchronous(SqliteSynchronous::Normal)
                            .busy_timeout(wait)
                    }
                };
                let mut one = options.clone();
                one.max_connections(1).map_sqlx_sqlite_opts(waiting(A_WAIT));
                options.map_sqlx_sqlite_opts(waiting(Duration::from_secs(60)));
                if url.contains(":memory:") {
                    // Each connection in memory is a database of its own.
                    let connection = open(one).await?;
                    return Ok(Self::of(connection.clone(), connection));
                }
                create_folder(url)?;
                // The writer first: it creates the file.
                let writer = open(one).await?;
                Ok(Self::of(writer, open(options).await?))
            }
            Some("postgres" | "postgresql") => {
                // A process that stands still inside a transaction must not hold its locks for ever.
                options.map_sqlx_postgres_opts(|postgres| {
                    postgres.options([("idle_in_transaction_session_timeout", "15s")])
                });
                let connection = open(options).await?;
                Ok(Self::of(connection.clone(), connection))
            }
            _ => Err(StoreError::Url { url: without_password(url), reason: "unknown scheme".to_owned() }),
        }
    }

    fn of(writer: DatabaseConnection, connection: DatabaseConnection) -> Self {
        Self { connection, writer, turns: Turns::default(), held: HeldRuns::default() }
    }

    /// Runs the steps that are still missing. Replicas that start together take turns.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match self.kind() {
            Kind::Sqlite => Migrator::up(&self.connection, None).await?,
            Kind::Postgres => {
                let turn = self.connection.begin().await?;
                turn.execute_unprepared("select pg_advisory_xact_lock(7301966)").await?;
                Migrator::up(&turn, None).await?;
                turn.commit().await?;
            }
        }
        Ok(())
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match self.connection.get_database_backend() {
            DatabaseBackend::Postgres => Kind::Postgres,
            _ => Kind::Sqlite,
        }
    }

    /// The database's own clock: what is due is decided by it, so that replicas agree.
    pub async fn now(&self) -> Result<DateTime<Utc>, StoreError> {
        sql::now(&self.connection).await
    }

    /// Whether a statement gets an answer.
    pub async fn is_up(&self) -> bool {
        self.connection.execute_unprepared("select 1").await.is_ok()
    }

    /// Closes every connection; what is asked of any clone afterwards fails.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.writer.close_by_ref().await?;
        Ok(self.connection.close_by_ref().await?)
    }

    /// For reading.
    pub(in crate::store) fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    pub(in crate::store) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub(in crate::store) fn turns(&self) -> &Turns {
        &self.turns
    }

    pub(in crate::store) fn held_runs(&self) -> &HeldRuns {
        &self.held
    }
}

fn create_folder(url: &str) -> Result<(), StoreError> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = Path::new(path.split('?').next().unwrap_or(path));
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder)
        .map_err(|source| StoreError::Folder { path: folder.display().to_string(), source })
}

fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            let _ = parsed.set_password(Some("***"));
            parsed.to_string()
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://u:secret@h/db"), "postgres://u:***@h/db");
    }

    #[tokio::test]
    async fn a_file_and_its_folder_are_created_and_the_clock_reads() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/a/b/c.db", folder.path().display());
        let database = Database::connect(&url).await.unwrap();
        let drift = database.now().await.unwrap() - Utc::now();
        assert!(drift.num_seconds().abs() < 5, "{drift}");
        database.migrate().await.unwrap();
    }

    #[tokio::test]
    async fn every_step_can_be_taken_back() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::down(&database.connection, None).await.unwrap();
    }
}
