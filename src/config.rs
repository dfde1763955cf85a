//! Settings: one struct a concern, each field's doc names its variable.
//!
//! Precedence: command line, environment, `sync_config.json` (only what the admin panel may change), defaults.
//! A setting that does not parse stops the start with one line: variable, value, what is allowed.

mod database;
mod environment;
mod folder;
mod hosting;
mod listen;
mod logging;
pub mod performance;
mod plain;
mod retention;
mod site_address;
mod site_registry;
mod site_root;
mod site_source;
mod sites;
pub mod sync_config;

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
pub use sync_config::{SyncConfig, SyncConfigError, SyncConfigFile};
