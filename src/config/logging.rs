use std::str::FromStr;

use tracing_subscriber::EnvFilter;

use super::plain::plain;

/// What is logged to standard error, and in which format.
#[derive(Clone, Debug, clap::Args)]
pub struct LogSettings {
    /// Log filter: off, error, warn, info, debug, trace, or a list of TARGET=LEVEL [env JIRA_SYNC_LOG]
    #[arg(long = "log", env = "JIRA_SYNC_LOG", hide_env = true, value_name = "FILTER", default_value = "info", value_parser = parse_filter, global = true)]
    pub filter: String,
    /// Log format: text or json [env JIRA_SYNC_LOG_FORMAT]
    #[arg(long = "log-format", env = "JIRA_SYNC_LOG_FORMAT", hide_env = true, value_name = "FORM", default_value = "text", value_parser = LogFormat::from_str, global = true)]
    pub format: LogFormat,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match plain(text) {
            "" | "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("expected text or json"),
        }
    }
}

/// Checks the filter. A single word that is not a level would be taken for a target, and nothing would be logged.
fn parse_filter(text: &str) -> Result<String, String> {
    let text = plain(text);
    let text = if text.is_empty() { "info" } else { text };
    let levels = ["off", "error", "warn", "info", "debug", "trace"];
    let expected = || format!("expected {}, or a list such as info,jira_sync=debug", levels.join(", "));
    let single_word = text.chars().all(char::is_alphanumeric);
    if single_word && !levels.contains(&text.to_ascii_lowercase().as_str()) {
        return Err(expected());
    }
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|_| expected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filter_that_would_log_nothing_is_refused() {
        for good in ["info", "WARN", "info,sqlx=warn", "jira_sync=trace"] {
            assert_eq!(parse_filter(good).as_deref(), Ok(good));
        }
        for bad in ["verbose", "info,sqlx=loud", "9"] {
            assert!(parse_filter(bad).is_err(), "{bad}");
        }
    }
}
