//! `jira-sync schedule preview`: the next times of a cron expression.

use std::io::Write;
use std::process::ExitCode;

use chrono::{DateTime, Utc};

use crate::scheduler::preview::{Preview, preview};

/// The exit status for an invalid expression, zone or time.
const INVALID: u8 = 2;

/// Shows the next times of a cron expression
#[derive(Clone, Debug, clap::Args)]
pub(super) struct SchedulePreview {
    /// Cron expression: five fields, six with leading seconds, seven with a trailing year, or a macro such as @daily
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    cron: String,
    /// Time zone: an IANA name or an offset such as +05:30
    #[arg(long, value_name = "ZONE", default_value = "UTC", allow_hyphen_values = true)]
    tz: String,
    /// Shows times after this one (RFC 3339 with an offset) [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    from: Option<DateTime<Utc>>,
    /// Number of times to show
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: u16,
    /// Prints a JSON array of RFC 3339 times
    #[arg(long)]
    json: bool,
}

impl SchedulePreview {
    /// Writes the times to `out`, and warnings or the reason for status 2 to `err`.
    pub(super) fn run(
        &self,
        now: DateTime<Utc>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> std::io::Result<ExitCode> {
        let from = self.from.unwrap_or(now);
        match preview(&self.cron, &self.tz, from, usize::from(self.count)) {
            Ok(preview) => {
                self.print(&preview, out, err)?;
                Ok(ExitCode::SUCCESS)
            }
            Err(reason) => {
                writeln!(err, "error: {reason}")?;
                Ok(ExitCode::from(INVALID))
            }
        }
    }

    fn print(&self, preview: &Preview, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<()> {
        for warning in &preview.warnings {
            writeln!(err, "warning: {warning}")?;
        }
        let times: Vec<&str> = preview.fires.iter().map(|fire| fire.local.as_str()).collect();
        if self.json {
            serde_json::to_writer(&mut *out, &times)?;
            return writeln!(out);
        }
        for time in times {
            writeln!(out, "{time}")?;
        }
        Ok(())
    }
}

/// clap reports an invalid value with status 2, as the preview does.
fn time(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|time| time.to_utc())
        .map_err(|error| format!("{error}; write RFC 3339 with an offset, such as 2026-03-29T00:00:00Z"))
}

#[cfg(test)]
mod tests;
