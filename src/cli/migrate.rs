use super::{Failure, print_error};
use crate::{config::DatabaseSettings, store::Database};

/// Upgrades the database to this version
#[derive(Debug, clap::Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseSettings,
}

impl Migrate {
    pub(super) async fn run(self) -> Result<(), Failure> {
        Database::connect(&self.database.database_url).await?.close().await?;
        print_error("The database is up to date.");
        Ok(())
    }
}
