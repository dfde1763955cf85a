use std::path::PathBuf;

use super::{Failure, print_error};
use crate::{config::DatabaseSettings, store::database::backup};

/// Copies the SQLite database to a new file, even while it is in use
///
/// The copy is a consistent snapshot. For PostgreSQL, use pg_dump.
#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    #[command(flatten)]
    database: DatabaseSettings,
    /// File to write; must not exist yet
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self) -> Result<(), Failure> {
        backup::back_up(&self.database.database_url, &self.file).await?;
        print_error(format_args!("Database copied to {}.", self.file.display()));
        Ok(())
    }
}
