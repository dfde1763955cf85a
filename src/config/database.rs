use super::plain::plain;
use crate::store::database::address::Address;

const DEFAULT: &str = "sqlite://data/jira-sync.db";

/// The database that contains the mirror.
#[derive(Clone, Debug, clap::Args)]
pub struct DatabaseSettings {
    /// SQLite file (created if missing) or `postgres://USER:PASSWORD@HOST/NAME` [env DATABASE_URL]
    ///
    /// Spaces in a path may be written as %20. In user name and password, # / ? @ % must be percent-encoded.
    #[arg(long, env = "DATABASE_URL", hide_env = true, value_name = "URL", default_value = DEFAULT, value_parser = parse)]
    pub database_url: String,
}

impl DatabaseSettings {
    /// Whether it is SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.database_url.starts_with("sqlite:")
    }
}

fn parse(text: &str) -> Result<String, String> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(DEFAULT.to_owned());
    }
    Address::parse(text).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sqlite_and_postgresql_addresses_are_accepted() {
        for good in ["sqlite::memory:", "sqlite://x.db?mode=rwc", "postgres://u:p@h/db", "postgresql:///db"] {
            assert_eq!(parse(good).as_deref(), Ok(good));
        }
        for bad in ["mysql://h/db", "data/jira-sync.db", "sqlite:", "sqlite://", "postgres://"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
