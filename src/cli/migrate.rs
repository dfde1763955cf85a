use super::{Failure, tell};
use crate::{config::DatabaseSettings, store::Database};

/// Brings the database up to date.
#[derive(Debug, clap::Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseSettings,
}

impl Migrate {
    pub(super) async fn run(self) -> Result<(), Failure> {
        Database::connect(&self.database.database_url).await?.close().await?;
        tell("The database is up to date.");
        Ok(())
    }
}
