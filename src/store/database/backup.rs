//! Copies an SQLite database while it is in use.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use super::{address::Address, sql};
use crate::store::{Database, StoreError};

/// Why the copy failed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(
        "jira-sync copies SQLite files only. For PostgreSQL use pg_dump, such as: pg_dump --format=custom --file=FILE \
         \"$DATABASE_URL\""
    )]
    Postgres,
    #[error("There is no database {0}. Check DATABASE_URL.")]
    Missing(PathBuf),
    #[error("{0} already exists. Name a new file.")]
    Exists(PathBuf),
    #[error("{path} cannot be written: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Database(#[from] StoreError),
}

/// Copies the SQLite database at `url` into the new file `to`, as it is at one moment. Only the owner may read the
/// copy, and it appears only once it is complete and on disk.
pub async fn back_up(url: &str, to: &Path) -> Result<(), BackupError> {
    let address = Address::parse(url).map_err(|reason| StoreError::Url { reason })?;
    let from = match (&address, address.file()) {
        (Address::Postgres(_), _) => return Err(BackupError::Postgres),
        (_, Some(file)) if file.exists() => file,
        _ => return Err(BackupError::Missing(PathBuf::from(address.to_string()))),
    };
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let failed = |source| BackupError::Write { path: to.to_owned(), source };
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let copy = tempfile::Builder::new().prefix(".jira-sync-backup").tempfile_in(folder).map_err(failed)?;
    let path = copy.path().to_str().ok_or_else(|| failed(io::Error::other("its name is not UTF-8")))?;
    let database = Database::open(url).await?;
    let copied = sql::execute(database.connection(), "vacuum into $1", [path.into()]).await;
    database.close().await?;
    copied?;
    tracing::debug!(from = %from.display(), "copied");
    copy.as_file().sync_all().map_err(failed)?;
    copy.persist_noclobber(to).map_err(|error| failed(error.error))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
