pub mod address;
pub mod backup;
pub(super) mod letters;
pub(super) mod pooler;
mod postgres;
pub(super) mod sql;
mod sqlite;
pub(super) mod stored;
pub(super) mod turns;
pub(super) mod writer;

use std::time::Duration;

use chrono::{DateTime, Utc};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr};

use super::{
    StoreError,
    database::{address::Address, pooler::Reader, turns::Turns},
    runs::HeldRuns,
};

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

/// How long closing waits for connections that are in use.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// A pool of connections to the mirror; cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    reader: Reader,
    /// Where everything is written. On SQLite this is a pool of one connection: writers take turns, and only one
    /// connection keeps the prepared statements and changed pages of a sync (10 MB) in memory.
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

    /// Opens a database that already has its tables, and creates nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotMigrated`] if tables or the SQLite file are missing.
    pub async fn connect_existing(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url).map_err(|reason| StoreError::Url { reason })?;
        let not_migrated = StoreError::NotMigrated { place: address.to_string() };
        if let Address::Sqlite { options, in_memory: false } = &address {
            let has_our_tables = if options.get_filename().exists() {
                sqlite::is_ours(options.as_ref().clone()).await
            } else {
                Ok(false)
            };
            if !has_our_tables.map_err(|error| StoreError::open(&address, error))? {
                return Err(not_migrated);
            }
        }
        let database = Self::open(url).await?;
        if database.is_migrated().await? {
            return Ok(database);
        }
        database.close().await?;
        Err(not_migrated)
    }

    /// Opens the database without touching the schema.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url).map_err(|reason| StoreError::Url { reason })?;
        if let Some(file) = address.file() {
            let failed = |source| StoreError::File { path: address.to_string(), source };
            sqlite::create(file).map_err(failed)?;
        }
        let opened = match &address {
            Address::Sqlite { options, in_memory } => sqlite::open(options.as_ref().clone(), *in_memory)
                .await
                .map(|(writer, connection)| (writer, Reader { connection, pooled: false })),
            Address::Postgres(options) => postgres::open(options.as_ref().clone())
                .await
                .map(|(connection, pooled)| (connection.clone(), Reader { connection, pooled })),
        };
        let (writer, reader) = opened.map_err(|error| StoreError::open(&address, error))?;
        Ok(Self { reader, writer, turns: Turns::default(), held: HeldRuns::default() })
    }

    /// Applies all pending migrations, or none. Processes that start together take turns.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        // With nothing to apply, there is no need to wait for another writer.
        if self.kind() == Kind::Sqlite && self.is_migrated().await? {
            return Ok(());
        }
        let turn = self.begin_write().await?;
        if self.kind() == Kind::Postgres {
            turn.execute_unprepared("select pg_advisory_xact_lock(7301966)").await?;
        }
        Migrator::up(&*turn, None).await.map_err(|error| {
            let half_migrated = self.kind() == Kind::Sqlite && error.to_string().contains("already exists");
            if half_migrated { StoreError::HalfMade(error.into()) } else { of_migrator(error) }
        })?;
        turn.commit().await
    }

    async fn is_migrated(&self) -> Result<bool, StoreError> {
        let missing = Migrator::get_pending_migrations_read_only(&self.reader).await;
        Ok(missing.map_err(of_migrator)?.is_empty())
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match self.writer.get_database_backend() {
            DatabaseBackend::Postgres => Kind::Postgres,
            _ => Kind::Sqlite,
        }
    }

    /// The database's clock. It decides what is due, so that replicas agree.
    pub async fn now(&self) -> Result<DateTime<Utc>, StoreError> {
        sql::now(&self.reader).await
    }

    /// Whether the database answers a statement.
    pub async fn is_up(&self) -> bool {
        self.reader.execute_unprepared("select 1").await.is_ok()
    }

    /// Closes all connections; later calls on any clone fail. An SQLite file is then complete without its companion
    /// files.
    pub async fn close(&self) -> Result<(), StoreError> {
        let closing = async {
            if self.kind() == Kind::Sqlite {
                sqlite::checkpoint(&self.writer).await;
            }
            self.reader.connection.close_by_ref().await?;
            self.writer.close_by_ref().await
        };
        match tokio::time::timeout(CLOSE_TIMEOUT, closing).await {
            Ok(closed) => Ok(closed?),
            Err(_) => {
                tracing::warn!("the database was still in use when it was closed");
                Ok(())
            }
        }
    }

    /// The connections for reading.
    pub(in crate::store) fn connection(&self) -> &Reader {
        &self.reader
    }

    pub(in crate::store) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Whether a pooler such as PgBouncer is in front of the database.
    pub(in crate::store) fn is_pooled(&self) -> bool {
        self.reader.pooled
    }

    pub(in crate::store) fn turns(&self) -> &Turns {
        &self.turns
    }

    pub(in crate::store) fn held_runs(&self) -> &HeldRuns {
        &self.held
    }
}

/// SeaORM's migrator reports a migration that it does not know only through the text of its error.
fn of_migrator(error: DbErr) -> StoreError {
    let newer = error.to_string().contains("has been applied but its file is missing");
    if newer { StoreError::Newer } else { error.into() }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn file_and_folder_are_created_with_access_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/a%20b/c.db", folder.path().display());
        let database = Database::connect(&url).await.unwrap();
        let drift = database.now().await.unwrap() - Utc::now();
        assert!(drift.num_seconds().abs() < 5, "{drift}");
        database.migrate().await.unwrap();
        for name in ["c.db", "c.db-wal", "c.db-shm"] {
            let mode = folder.path().join("a b").join(name).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn every_migration_can_be_reverted() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::down(&database.writer, None).await.unwrap();
    }
}
