use std::path::PathBuf;

use super::{Failure, tell};
use crate::{config::DatabaseSettings, store::backup};

/// Copies the SQLite database to a new file, also while it is used
///
/// The copy is the database at one moment. For PostgreSQL use pg_dump.
#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    #[command(flatten)]
    database: DatabaseSettings,
    /// The file to write; it must not exist yet
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self) -> Result<(), Failure> {
        backup::back_up(&self.database.database_url, &self.file).await?;
        tell(format_args!("The database is copied to {}.", self.file.display()));
        Ok(())
    }
}
