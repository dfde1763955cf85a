mod sample;

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use super::{Failure, signals};
use crate::{
    config::{
        DatabaseSettings, FolderSettings, HostingSettings, ListenSettings, RetentionSettings, SETTINGS_HELP,
        SiteRegistry, environment, site_root,
    },
    http::{self, SiteFiles},
    server::{Server, ServerParts},
    settings::SyncConfigFile,
    store::{Database, database::address::Address},
};
use tokio::net::TcpListener;

/// Runs the web app, REST API and scheduler
#[derive(Debug, clap::Args)]
#[command(after_help = SETTINGS_HELP)]
pub(super) struct Serve {
    #[command(flatten)]
    listen: ListenSettings,
    #[command(flatten)]
    hosting: HostingSettings,
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    folder: FolderSettings,
    #[command(flatten)]
    retention: RetentionSettings,
    /// Also starts the built-in sample Jira, and uses it as the site `demo` if no site is configured
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Runs until SIGTERM or Ctrl-C. All settings are checked before the database is opened.
    pub(super) async fn run(self) -> Result<(), Failure> {
        let variables = environment()?;
        let sites = SiteRegistry::following_file(variables.clone())?;
        let config_file = SyncConfigFile::in_folder(&self.folder.config_dir);
        // On PostgreSQL, the file is read only at the first start.
        if self.database.is_sqlite() {
            config_file.read()?;
        }
        let listener = http::bind(&self.listen.listen).await?;
        let database = Database::connect(&self.database.database_url).await?;
        let served = self.serve(&variables, sites, config_file, listener, database.clone()).await;
        database.close().await?;
        served
    }

    async fn serve(
        self,
        variables: &BTreeMap<String, String>,
        mut sites: SiteRegistry,
        config_file: SyncConfigFile,
        listener: TcpListener,
        database: Database,
    ) -> Result<(), Failure> {
        let shutdown = signals::shutdown()?;
        let mut out = std::io::stdout();
        let sample = if self.demo { Some(sample::start(&database).await?) } else { None };
        if let Some(jira) = &sample {
            writeln!(out, "The sample Jira listens on {}", jira.base_url())?;
            if sites.known().is_empty() {
                sites = SiteRegistry::fixed(vec![sample::site(jira)?]);
            }
        }
        let server = Server::start(ServerParts {
            listener,
            listen: self.listen.listen,
            hosting: self.hosting,
            database,
            sites,
            config_file,
            retention: self.retention,
            site_files: site_files(variables.get("LEPTOS_SITE_ROOT").map(String::as_str)),
            data_folder: data_folder(&self.database.database_url),
        })
        .await?;
        writeln!(out, "jira-sync listens on http://{}", server.address())?;
        out.flush()?;
        server.run_until_stopped(shutdown).await?;
        Ok(())
    }
}

/// The browser's files: from the folder that the variable names, from the program itself, or from a build folder
/// nearby.
fn site_files(variable: Option<&str>) -> SiteFiles {
    let executable = std::env::current_exe().ok();
    SiteFiles::embedded()
        .filter(|_| variable.is_none_or(str::is_empty))
        .unwrap_or_else(|| SiteFiles::folder(site_root(variable, executable.as_deref())))
}

/// The folder of the SQLite file, or the working directory for PostgreSQL.
fn data_folder(database_url: &str) -> PathBuf {
    let address = Address::parse(database_url).ok();
    match address.as_ref().and_then(Address::file).and_then(Path::parent) {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_folder_is_the_folder_of_the_sqlite_file() {
        assert_eq!(data_folder("sqlite://data/jira-sync.db?mode=rwc"), PathBuf::from("data"));
        assert_eq!(data_folder("sqlite:///var/my%20lib/j.db"), PathBuf::from("/var/my lib"));
        assert_eq!(data_folder("sqlite://j.db"), PathBuf::from("."));
        assert_eq!(data_folder("postgres://host/name"), PathBuf::from("."));
    }
}
