//! Settings that are read at startup: one struct per concern. Each field's doc names its variable. Settings that change
//! while jira-sync runs are in `src/settings`.
//!
//! Precedence: command line, environment, defaults.
//! An invalid setting stops the startup with one line: variable, value, what is expected.

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
mod sites_error;

pub use database::DatabaseSettings;
pub use environment::{EnvironmentError, environment};
pub use folder::FolderSettings;
pub use hosting::{AllowedHosts, HostingSettings, PublicUrl, TrustedProxies};
pub use listen::ListenSettings;
pub use logging::{LogFormat, LogSettings};
pub use retention::{Days, RetentionSettings};
pub use site_registry::SiteRegistry;
pub use site_root::site_root;
pub use sites::SETTINGS_HELP;
pub use sites_error::SitesError;
