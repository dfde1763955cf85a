//! `jira-sync schedule preview`: the next fires of a cron expression.

use std::io::Write;
use std::process::ExitCode;

use chrono::{DateTime, Utc};

use crate::scheduler::preview::{Preview, preview};

/// The exit status for an expression, zone or time that cannot be used.
const UNUSABLE: u8 = 2;

/// Shows when a cron expression fires next.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct SchedulePreview {
    /// The expression: five fields, six with leading seconds, seven with a trailing year, or a
    /// macro such as @daily.
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    cron: String,
    /// The time zone: an IANA name or an offset such as +05:30.
    #[arg(long, value_name = "ZONE", default_value = "UTC", allow_hyphen_values = true)]
    tz: String,
    /// Fires after this time (RFC 3339 with an offset). Default: now.
    #[arg(long, value_name = "TIME", value_parser = time)]
    from: Option<DateTime<Utc>>,
    /// How many fires.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: u16,
    /// A JSON array of RFC 3339 times.
    #[arg(long)]
    json: bool,
}

impl SchedulePreview {
    /// Writes the fires to `out`; warnings, or the reason for status 2, to `err`.
    pub(super) fn run(
        &self,
        now: DateTime<Utc>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> std::io::Result<ExitCode> {
        let from = self.from.unwrap_or(now);
        match preview(&self.cron, &self.tz, from, usize::from(self.count)) {
            Ok(preview) => {
                self.show(&preview, out, err)?;
                Ok(ExitCode::SUCCESS)
            }
            Err(reason) => {
                writeln!(err, "error: {reason}")?;
                Ok(ExitCode::from(UNUSABLE))
            }
        }
    }

    fn show(&self, preview: &Preview, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<()> {
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

/// Both clap and the preview refuse with status 2.
fn time(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|time| time.to_utc())
        .map_err(|error| format!("{error}; write RFC 3339 with an offset, such as 2026-03-29T00:00:00Z"))
}

#[cfg(test)]
mod tests;
