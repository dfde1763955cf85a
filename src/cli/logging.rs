use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogFormat, LogSettings};

/// Writes the log to standard error, because standard output is for results. Lines are dropped if it is closed.
pub(super) fn start(settings: &LogSettings) {
    // Hides each migration, PostgreSQL's notices about existing tables, each step of the scheduler's library, and
    // certificate problems that are harmless or that the run reports. A directive in the setting for the same target takes
    // precedence.
    let quiet = "sea_orm_migration=warn,sqlx::postgres::notice=warn,tokio_cron_scheduler=warn,\
                 rustls_platform_verifier=off";
    let filter = EnvFilter::new(format!("{quiet},{}", settings.filter));
    let registry = tracing_subscriber::registry().with(filter);
    match settings.format {
        LogFormat::Text => {
            let colours = io::stderr().is_terminal();
            registry
                .with(fmt::layer().with_writer(io::stderr).with_ansi(colours).log_internal_errors(false))
                .init();
        }
        LogFormat::Json => {
            registry.with(fmt::layer().json().with_writer(io::stderr).log_internal_errors(false)).init()
        }
    }
}
