mod report;

use std::{io::IsTerminal, process::ExitCode, sync::Arc};

use app::model::{RunStatus, SyncMode, SyncType};
use tokio_util::sync::CancellationToken;

use super::{Failure, is_broken_pipe, part::Part, print_error, signals};
use crate::{
    config::{DatabaseSettings, FolderSettings, RetentionSettings, SiteRegistry, environment},
    runs::{LeaseTimes, OwnRun, Runner, Start},
    scheduler::housekeeping,
    settings::{Settings, SyncConfigFile},
    store::{Database, RunOrder, Selection},
    sync::SyncEngine,
};

/// Runs one sync in the foreground
///
/// Exit status: 0 completed, 2 completed with errors, 3 another run is active, 1 failed, 130 stopped by Ctrl-C or SIGTERM.
#[derive(Debug, clap::Args)]
pub(super) struct Sync {
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    folder: FolderSettings,
    #[command(flatten)]
    retention: RetentionSettings,
    #[command(flatten)]
    part: Part,
    /// What to fetch: only changes, all issues again (full), or a full comparison that also marks deleted issues (census)
    #[arg(long, value_enum, default_value = "incremental")]
    mode: Mode,
    /// Marks issues as deleted even if half of them or more are missing in Jira: with --project and --mode census the
    /// issues of these projects, with --site alone the projects of this site that are no longer visible
    #[arg(long)]
    accept_losses: bool,
    /// Accepts the Jira at this site's address even if it is a different one than before
    ///
    /// The data of the previous Jira stays under a different site name and is no longer live.
    #[arg(long, value_name = "NAME")]
    accept_site: Option<String>,
    /// Prints the summary as a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Mode {
    Incremental,
    Full,
    Census,
}

impl From<Mode> for SyncMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Incremental => Self::Incremental,
            Mode::Full => Self::Full,
            Mode::Census => Self::Census,
        }
    }
}

impl Sync {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        if self.accept_losses && self.part.is_whole() {
            return Err(
                "--accept-losses needs --project KEY or --site NAME: accept only losses that you have checked in Jira"
                    .into(),
            );
        }
        let registry = SiteRegistry::of_environment(&environment()?)?;
        let sites = registry.known();
        if let Some(name) =
            self.accept_site.as_ref().filter(|name| sites.iter().all(|site| site.name != **name))
        {
            let names: Vec<&str> = sites.iter().map(|site| site.name.as_str()).collect();
            return Err(format!(
                "--accept-site: there is no site {name}. Configured sites: {}",
                names.join(", ")
            )
            .into());
        }
        let database = Database::connect(&self.database.database_url).await?;
        let ended = self.carry_out(&database, registry).await;
        if let Err(error) = database.close().await {
            tracing::warn!(%error, "the database could not be closed");
        }
        ended
    }

    async fn carry_out(self, database: &Database, sites: SiteRegistry) -> Result<ExitCode, Failure> {
        let engine = SyncEngine::new(database.clone(), sites);
        let settings = Settings::new(database.clone(), SyncConfigFile::in_folder(&self.folder.config_dir));
        let settings = settings.checked_performance().await?;
        let runner = Runner::new(database.clone(), Arc::new(engine), LeaseTimes::default());
        let order = RunOrder {
            sync_type: SyncType::Manual,
            initiated_by: "command line".to_owned(),
            mode: self.mode.into(),
            selection: Selection {
                accept_losses: self.accept_losses,
                accept_site: self.accept_site,
                ..self.part.selection()
            },
            settings,
            // Without a terminal, the sync was probably started by a timer.
            by_hand: std::io::stderr().is_terminal(),
        };
        let shutdown = signals::shutdown()?;
        let run = match runner.start(order).await? {
            Start::Started(run) => run,
            Start::Busy(run_id) => {
                print_error(format_args!(
                    "Another run ({run_id}) is active. Wait for it to end, or stop it, and try again."
                ));
                return Ok(ExitCode::from(3));
            }
        };
        let mut end = report::End::of(&run, self.mode.into());
        let unstored = run.unstored.clone();
        let (status, interrupted) = run_to_end(run, shutdown).await;
        end.set(status, unstored.get());
        // A closed output does not change the exit status.
        report::summary(database, &end, self.json)
            .await
            .or_else(|failure| if is_broken_pipe(failure.as_ref()) { Ok(()) } else { Err(failure) })?;
        // Without a server, nothing else removes expired data. A sync that was stopped must end at once.
        if !interrupted && let Err(error) = housekeeping::remove_expired(database, &self.retention).await {
            tracing::warn!("old runs and deleted issues could not be removed: {error}");
        }
        Ok(exit_code(status, interrupted))
    }
}

/// Shows progress until the run ends. `shutdown` stops it after its current page.
async fn run_to_end(run: OwnRun, shutdown: CancellationToken) -> (RunStatus, bool) {
    let progress = report::Progress::start(run.progress.clone());
    let stop = run.stop.clone();
    let ended = run.ended();
    tokio::pin!(ended);
    let mut interrupted = false;
    let status = loop {
        tokio::select! {
            status = &mut ended => break status,
            () = shutdown.cancelled(), if !interrupted => {
                interrupted = true;
                print_error("Stopping after the current page. Issues saved so far are kept.");
                stop.cancel();
            }
        }
    };
    progress.end();
    (status, interrupted)
}

fn exit_code(status: RunStatus, interrupted: bool) -> ExitCode {
    ExitCode::from(match status {
        RunStatus::Completed => 0,
        RunStatus::CompletedWithErrors => 2,
        RunStatus::Stopped if interrupted => 130,
        _ => 1,
    })
}
