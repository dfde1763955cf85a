//! Opening an SQLite file, and leaving it complete.

use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

use rustix::fs::{Access, access};
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sqlx::{
        self, ConnectOptions, Connection, SqliteConnection,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};
use tokio::time::Instant;

/// How long SQLite waits for another process that writes, before the statement is tried again. If the caller gives up
/// meanwhile, its connection stays busy for this long.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// How long to wait for another process where the statement cannot be tried again.
const LONG_BUSY_TIMEOUT: Duration = Duration::from_secs(60);

/// Opens the file, creating it if it is missing. Returns the writer and the connections for reading.
pub(super) async fn open(
    options: SqliteConnectOptions,
    in_memory: bool,
) -> Result<(DatabaseConnection, DatabaseConnection), sqlx::Error> {
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .log_statements(log::LevelFilter::Trace)
        .log_slow_statements(log::LevelFilter::Off, Duration::MAX);
    let pool = |most: u32| {
        SqlitePoolOptions::new()
            .max_connections(most)
            .acquire_timeout(Duration::from_secs(30))
            .before_acquire(|connection, _| Box::pin(async { Ok(is_clean(connection)) }))
    };
    let writer: DatabaseConnection =
        connect_with_retries(pool(1), options.clone().busy_timeout(BUSY_TIMEOUT)).await?.into();
    if in_memory {
        // In memory, each connection would have a separate database.
        return Ok((writer.clone(), writer));
    }
    Ok((writer, connect_with_retries(pool(16), options.busy_timeout(LONG_BUSY_TIMEOUT)).await?.into()))
}

/// Whether the connection is outside of any transaction. On a full disk SQLite may refuse a commit and then the
/// rollback as well. All later statements on that connection would be part of the old transaction, and lost.
fn is_clean(connection: &SqliteConnection) -> bool {
    !connection.is_in_transaction()
}

/// Switching a new file to WAL takes a lock that SQLite does not wait for: if two processes start together, one is
/// refused and tries again.
async fn connect_with_retries(
    pool: SqlitePoolOptions,
    options: SqliteConnectOptions,
) -> Result<sqlx::SqlitePool, sqlx::Error> {
    let until = Instant::now() + LONG_BUSY_TIMEOUT;
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            opened => return opened,
        }
    }
}

/// Busy (5) and locked (6); in extended codes they are the lowest byte.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

/// Creates the file and its folder if they are missing. Only the owner may read the file: issues are confidential.
/// SQLite creates its companion files with the same mode.
///
/// # Errors
///
/// If the file cannot be created, or exists and cannot be written.
pub(super) fn create(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        // Checked without opening the file: closing it would release the locks that SQLite holds in this process.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(access(file, Access::WRITE_OK)?),
        made => made.map(drop),
    }
}

/// Whether the file contains tables of jira-sync, of any version. Writes nothing, so that a file that is not a
/// database, or belongs to another program, stays unchanged.
pub(super) async fn is_ours(options: SqliteConnectOptions) -> Result<bool, sqlx::Error> {
    let options = options.read_only(true).create_if_missing(false).busy_timeout(LONG_BUSY_TIMEOUT);
    let mut connection = options.log_statements(log::LevelFilter::Trace).connect().await?;
    let ours = "select count(*) from sqlite_master where name = 'seaql_migrations'";
    let count: i64 = sqlx::query_scalar(ours).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(count > 0)
}

/// Moves the write-ahead log into the file, so that a copy of the file alone is complete. Another process that reads or
/// writes may prevent this; that process then does it when it closes.
pub(super) async fn checkpoint(writer: &DatabaseConnection) {
    if let Err(error) = writer.execute_unprepared("pragma wal_checkpoint(truncate)").await {
        tracing::debug!(%error, "the write-ahead log stays next to the file");
    }
}
