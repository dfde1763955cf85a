//! Settings of the start: one struct a concern, each field's doc names its variable. What changes while jira-sync runs is in
//! `src/settings`.
//!
//! Precedence: command line, environment, defaults.
//! A setting that does not parse stops the start with one line: variable, value, what is allowed.

mod database;
mod environment;
mod folder;
mod hosting;
mod listen;
mod logging;
mod plain;
mod retention;
mod site_address;
mod site_registry;
mod site_root;
mod site_source;
mod sites;

pub use database::DatabaseSettings;
pub use environment::{EnvironmentError, environment};
pub use folder::FolderSettings;
pub use hosting::{AllowedHosts, HostingSettings, PublicUrl, TrustedProxies};
pub use listen::ListenSettings;
pub use logging::{LogFormat, LogSettings};
pub use retention::{Days, RetentionSettings};
pub use site_registry::SiteRegistry;
pub use site_root::site_root;
pub use sites::{SETTINGS_HELP, SitesError};
