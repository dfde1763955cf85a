use std::borrow::Cow;

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use super::database::address::Address;

/// Characters of a PostgreSQL error code.
const SQLSTATE: usize = 5;

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `DATABASE_URL` cannot be used.
    #[error("DATABASE_URL: {reason}")]
    Url { reason: String },
    /// The database cannot be reached.
    #[error("The database {place} cannot be opened: {source}. Check {check}.")]
    Open {
        /// As [`Address`] shows it, without a password.
        place: String,
        source: Cause,
        check: &'static str,
    },
    /// The SQLite file or its folder cannot be created or written.
    #[error(
        "The database {path} cannot be created or written: {source}. Check DATABASE_URL and the permissions of the file and its folder."
    )]
    File { path: String, source: std::io::Error },
    /// A version from before 2026-11-28 was ended while it created the SQLite file.
    #[error(
        "An earlier version was ended while it set up this database, and left it incomplete ({0}). If it is new, delete \
         the file that DATABASE_URL names and start again; else restore a backup."
    )]
    HalfMade(Cause),
    /// The schema is that of a later version.
    #[error(
        "A newer version of jira-sync has changed this database. Install that version, or restore the backup from before \
         the upgrade."
    )]
    Newer,
    /// The schema is that of an earlier version, or there is none yet.
    #[error(
        "The database {place} does not have the tables of this version yet. Run `jira-sync migrate`, which creates them, or \
         check DATABASE_URL."
    )]
    NotMigrated { place: String },
    /// The run's lease was taken over, so this holder may write nothing more.
    #[error("Another process has taken over this run; this one wrote nothing more.")]
    Fenced,
    /// The database rejected the statement. Repeating it would fail again.
    #[error("The database reported: {0}")]
    Refused(Cause),
    /// The connection failed, or the database was busy, full, or shutting down. A later attempt may succeed.
    #[error("The database reported: {0}")]
    Unavailable(Cause),
    /// PostgreSQL aborted the transaction to resolve a deadlock. A retry may succeed.
    #[error("The database reported: {0}")]
    Deadlock(Cause),
    /// The SQLite file is read-only.
    #[error(
        "The database can only be read ({0}). Give the user that runs jira-sync the right to write the file and its \
         folder, and remove mode=ro from DATABASE_URL if it is there."
    )]
    ReadOnly(Cause),
    /// A stored value cannot be parsed.
    #[error("The table {table} contains a value that cannot be read: {reason}")]
    Value { table: &'static str, reason: String },
}

impl StoreError {
    /// Opening the database at `address` failed.
    pub(in crate::store) fn open(address: &Address, error: SqlxError) -> Self {
        let check = match address {
            Address::Sqlite { .. } => "DATABASE_URL and the permissions of the file and its folder",
            Address::Postgres(_) => "that it runs and that DATABASE_URL is right",
        };
        let source = Cause(DbErr::Conn(RuntimeErr::SqlxError(error.into())));
        Self::Open { place: address.to_string(), source, check }
    }

    /// The database is not reachable now, and may be later.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::Unavailable(_) | Self::Deadlock(_))
    }

    /// SQLite gave up waiting for another process that writes.
    pub(in crate::store) fn is_busy(error: &DbErr) -> bool {
        sqlite_code(error) == Some(5)
    }
}

/// The database's error message. The database crate's error type stays inside the store.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Cause(DbErr);

impl From<DbErr> for Cause {
    fn from(error: DbErr) -> Self {
        Self(error)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let DbErr::Type(reason) = error {
            return Self::Value { table: "in question", reason };
        }
        let meaning = match &error {
            error if sqlite_code(error) == Some(8) => Self::ReadOnly,
            error if is_deadlock(error) => Self::Deadlock,
            error if is_connection(error) => Self::Unavailable,
            _ => Self::Refused,
        };
        meaning(Cause(error))
    }
}

/// Whether the connection failed, rather than the statement.
fn is_connection(error: &DbErr) -> bool {
    let Some(cause) = cause(error) else {
        return matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_));
    };
    let Some(code) = code(cause) else {
        return matches!(
            cause,
            SqlxError::Io(_)
                | SqlxError::Tls(_)
                | SqlxError::Protocol(_)
                | SqlxError::PoolTimedOut
                | SqlxError::PoolClosed
                | SqlxError::WorkerCrashed
        );
    };
    match code.parse::<u32>() {
        // SQLite's result codes, whose lowest byte is the kind: internal (2), aborted (4), busy (5), locked (6), out of
        // memory (7), interrupted (9), I/O (10), full (13), cannot open (14), protocol (15).
        Ok(kind) if code.len() < SQLSTATE => {
            matches!(kind & 0xff, 2 | 4..=7 | 9 | 10 | 13..=15)
        }
        // PostgreSQL's classes: connection, transaction state (idle for too long), sign-in, database, rollback,
        // resources, locks, operator intervention, system.
        _ => ["08", "25", "28", "3D", "40", "53", "55", "57", "58"].contains(&&code[..2]),
    }
}

fn is_deadlock(error: &DbErr) -> bool {
    cause(error).and_then(code).is_some_and(|code| code == "40P01" || code == "40001")
}

/// The kind of an SQLite result code: the lowest byte of the extended code.
fn sqlite_code(error: &DbErr) -> Option<u32> {
    let code = cause(error).and_then(code).filter(|code| code.len() < SQLSTATE)?;
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

fn cause(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

/// PostgreSQL's SQLSTATE or SQLite's extended result code.
fn code(cause: &SqlxError) -> Option<Cow<'_, str>> {
    cause.as_database_error()?.code()
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Database};

    use super::*;

    #[tokio::test]
    async fn refused_statement_is_not_a_lost_connection() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        for refused in
            ["select * from nowhere", "create table t (id integer check (id > 9)); insert into t values (1)"]
        {
            let error = database.execute_unprepared(refused).await.unwrap_err();
            assert!(matches!(error.into(), StoreError::Refused(_)));
        }
        database.close_by_ref().await.unwrap();
        let error = database.execute_unprepared("select 1").await.unwrap_err();
        assert!(matches!(error.into(), StoreError::Unavailable(_)));
    }
}
