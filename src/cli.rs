//! The commands, one per file.

mod backup;
mod demo_jira;
mod erase_person;
mod logging;
mod migrate;
mod openapi;
mod part;
mod schedule;
mod schedule_preview;
mod serve;
mod signals;
mod sync;
mod usage;
mod verify;

use std::{
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, Subcommand};

use crate::config::{LogSettings, environment};

/// Keeps a complete, current copy of your Jira sites in a database you can query
#[derive(Debug, Parser)]
#[command(name = "jira-sync", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    log: LogSettings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the web app, REST API and scheduler
    Serve(serve::Serve),
    /// Runs only the sample Jira
    DemoJira(demo_jira::DemoJiraArgs),
    /// Upgrades the database to this version (serve and sync do so automatically)
    Migrate(migrate::Migrate),
    Sync(sync::Sync),
    Backup(backup::Backup),
    ErasePerson(erase_person::ErasePerson),
    Verify(verify::Verify),
    /// Shows what a schedule does
    Schedule(schedule::Schedule),
    /// Prints the OpenAPI 3.1 document of the REST API
    Openapi(openapi::OpenApi),
}

/// Why a command fails; printed as one line.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Parses the command line and the environment, runs the command, and returns its exit status.
pub fn main() -> ExitCode {
    // clap does not name variables that are not UTF-8.
    if let Err(error) = environment() {
        return failed(&error);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error, Cli::command()),
    };
    logging::start(&cli.log);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    runtime.block_on(run(cli.command)).unwrap_or_else(|failure| {
        // The reader of the output closed it, as `head` does.
        if is_broken_pipe(failure.as_ref()) { ExitCode::SUCCESS } else { failed(failure.as_ref()) }
    })
}

async fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(serve) => serve.run().await.map(|()| ExitCode::SUCCESS),
        Command::DemoJira(demo) => demo.run().await.map(|()| ExitCode::SUCCESS),
        Command::Migrate(migrate) => migrate.run().await.map(|()| ExitCode::SUCCESS),
        Command::Sync(sync) => sync.run().await,
        Command::Backup(backup) => backup.run().await.map(|()| ExitCode::SUCCESS),
        Command::ErasePerson(erase) => erase.run().await.map(|()| ExitCode::SUCCESS),
        Command::Verify(verify) => verify.run().await,
        Command::Schedule(schedule) => schedule.run(),
        Command::Openapi(openapi) => openapi.run().map(|()| ExitCode::SUCCESS),
    }
}

fn is_broken_pipe(failure: &(dyn std::error::Error + 'static)) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    failure.downcast_ref::<io::Error>().is_some_and(broken)
}

/// Writes a line to standard error, and ignores a closed pipe.
fn print_error(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints the error and its causes as one line.
fn failed(failure: &(dyn std::error::Error + 'static)) -> ExitCode {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(error) = cause {
        let reason = error.to_string();
        // Some errors contain the text of their cause.
        if !text.contains(&reason) {
            text = format!("{text}: {reason}");
        }
        cause = error.source();
    }
    print_error(format_args!("jira-sync: {}", text.replace('\n', " ")));
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_line_definition_is_valid() {
        Cli::command().debug_assert();
    }
}
