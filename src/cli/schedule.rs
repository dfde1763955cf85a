use std::{io, process::ExitCode};

use chrono::Utc;

use super::{Failure, schedule_preview::SchedulePreview};

/// Shows what a schedule does
#[derive(Debug, clap::Args)]
pub(super) struct Schedule {
    #[command(subcommand)]
    command: ScheduleCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ScheduleCommand {
    /// Shows the next times of a cron expression
    Preview(SchedulePreview),
}

impl Schedule {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let ScheduleCommand::Preview(preview) = self.command;
        Ok(preview.run(Utc::now(), &mut io::stdout().lock(), &mut io::stderr().lock())?)
    }
}
