use app::counted;

use super::{Failure, print_error};
use crate::{config::DatabaseSettings, store::Database};

/// Permanently removes a person's name, e-mail address and time zone from the database
///
/// The id stays, so that figures per person remain correct. Texts that people wrote also stay. Later syncs do not store the
/// name again.
#[derive(Debug, clap::Args)]
pub(super) struct ErasePerson {
    #[command(flatten)]
    database: DatabaseSettings,
    /// `users.id`: the account id on Cloud, the user key on Data Center
    id: String,
    /// Only on this site
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
}

impl ErasePerson {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let database = Database::connect(&self.database.database_url).await?;
        let ended = self.erase(&database).await;
        database.close().await?;
        ended
    }

    async fn erase(self, database: &Database) -> Result<(), Failure> {
        if database.runs().is_syncing().await? {
            return Err("A sync is running. Wait for it to end, or stop it, and try again.".into());
        }
        let mut sites = database.sites().all().await?;
        if let Some(name) = &self.site {
            let names: Vec<String> = sites.iter().map(|site| site.name.clone()).collect();
            sites.retain(|site| site.name == *name);
            if sites.is_empty() {
                return Err(
                    format!("--site: there is no site {name}. Known sites: {}", names.join(", ")).into()
                );
            }
        }
        let mut found = false;
        for site in sites {
            let erased = database.mirror(site.id).erase_person(&self.id).await?;
            if erased.known {
                found = true;
                print_error(format_args!(
                    "{}: erased {} from users, {}, custom fields of {}, and {}.",
                    site.name,
                    self.id,
                    counted(erased.changes, "field change"),
                    counted(erased.issues, "issue"),
                    counted(erased.documents, "quarantined document"),
                ));
            }
        }
        if found {
            return Ok(());
        }
        Err(format!("There is no person with the id {}. The table users lists names with ids.", self.id)
            .into())
    }
}
