use sea_orm::DbErr;

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL is none that we can open.
    #[error("DATABASE_URL {url}: {reason}. Allowed: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME")]
    Url {
        /// The URL without its password.
        url: String,
        reason: String,
    },
    /// The database cannot be reached.
    #[error(
        "The database {url} cannot be opened: {source}. Check that it runs and that DATABASE_URL is right."
    )]
    Open { url: String, source: DbErr },
    /// The folder of the SQLite file cannot be made.
    #[error("The folder {path} for the database cannot be created: {source}")]
    Folder { path: String, source: std::io::Error },
    /// The run's lease was taken over, so this holder may write nothing more.
    #[error("Another process has taken over this run; nothing more was written by this one.")]
    Fenced,
    /// A statement failed.
    #[error("The database answered: {0}")]
    Statement(#[from] DbErr),
    /// A stored value does not read back.
    #[error("The table {table} holds a value that cannot be read: {reason}")]
    Value { table: &'static str, reason: String },
}

impl StoreError {
    /// The database is not there now, and may be later.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Open { .. })
            || matches!(self, Self::Statement(error) if Self::is_connection(error))
    }

    /// The statement did not fail by itself: the connection did, or the database was busy for too long.
    pub fn is_connection(error: &DbErr) -> bool {
        let text = error.to_string();
        matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_))
            || ["connection", "is locked", "deadlock", "canceling statement", "terminating", "disk"]
                .iter()
                .any(|sign| text.contains(sign))
    }
}
