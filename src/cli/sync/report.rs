//! The output of a sync in the foreground: a progress bar on a terminal or plain lines elsewhere, and a summary at the
//! end.

use std::{
    io::{IsTerminal, Write},
    time::Duration,
};

use app::model::{RunStatus, SyncMode, SyncType, place_name};
use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use tokio_util::task::AbortOnDropHandle;

use crate::{
    cli::{Failure, print_error},
    runs::OwnRun,
    store::{Database, RunId, RunProgress, RunProjectRow, RunRow, StoreError, Stored, mirror::RunWarningRow},
    sync::ProgressCell,
};

/// The number of warnings that are printed.
const MAX_WARNINGS: usize = 10;

/// How often the bar is drawn, and how often a plain line is printed.
const DRAW_EVERY: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows a run's progress until it is dropped or ended.
pub(super) struct Progress {
    bar: ProgressBar,
    _task: AbortOnDropHandle<()>,
}

impl Progress {
    pub(super) fn start(progress: ProgressCell) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = if terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} issues  {per_sec}  {eta} left  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let shown = bar.clone();
        let task = tokio::spawn(async move {
            let mut every = tokio::time::interval(if terminal { DRAW_EVERY } else { LINE_EVERY });
            every.tick().await;
            loop {
                every.tick().await;
                let state = progress.snapshot();
                if terminal { draw(&shown, &state) } else { print_error(line(&state)) }
            }
        });
        Self { bar, _task: AbortOnDropHandle::new(task) }
    }

    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}

fn draw(bar: &ProgressBar, state: &RunProgress) {
    bar.set_length(state.totals.issues_expected.max(state.totals.total_issues));
    bar.set_position(state.totals.total_issues);
    bar.set_message(place(state));
}

fn line(state: &RunProgress) -> String {
    let totals = &state.totals;
    format!(
        "{} of {} issues, {} of {} projects{}",
        totals.total_issues,
        totals.issues_expected.max(totals.total_issues),
        totals.successful_projects + totals.failed_projects,
        totals.total_projects,
        Some(place(state))
            .filter(|place| !place.is_empty())
            .map(|place| format!(", {place}"))
            .unwrap_or_default()
    )
}

fn place(state: &RunProgress) -> String {
    match state.waiting.first() {
        Some(site) => {
            format!("{} asked us to wait until {}", site.instance, site.until.format("%H:%M:%S UTC"))
        }
        None => state.current_project.clone().unwrap_or_default(),
    }
}

/// What this process knows about how a run ended, in case the database cannot be read.
pub(super) struct End {
    run_id: RunId,
    mode: SyncMode,
    started_at: DateTime<Utc>,
    progress: ProgressCell,
    status: RunStatus,
    unstored: Option<String>,
}

/// How long the database may take to respond after it has failed.
const READ_TIMEOUT: Duration = Duration::from_secs(5);

impl End {
    /// The state of a run that has just started.
    pub(super) fn of(run: &OwnRun, mode: SyncMode) -> Self {
        Self {
            run_id: run.run_id,
            mode,
            started_at: Utc::now(),
            progress: run.progress.clone(),
            status: RunStatus::Running,
            unstored: None,
        }
    }

    /// Sets how the run ended. `unstored` is why the database could not store it.
    pub(super) fn set(&mut self, status: RunStatus, unstored: Option<&String>) {
        self.status = status;
        self.unstored = unstored.cloned();
    }

    /// The stored run with its projects and warnings.
    async fn stored(&self, database: &Database) -> Result<Option<Ended>, StoreError> {
        let Some(run) = database.runs().get(self.run_id).await? else { return Ok(None) };
        let projects = database.runs().projects(self.run_id).await?;
        Ok(Some((run, projects, database.runs().warnings(self.run_id).await?)))
    }

    /// Reads the ended run. Its status is never that of an active run.
    async fn read(&self, database: &Database) -> Result<Ended, Failure> {
        let Some(unstored) = &self.unstored else {
            return self
                .stored(database)
                .await?
                .ok_or_else(|| "The run has been removed from the history.".into());
        };
        let stored = tokio::time::timeout(READ_TIMEOUT, self.stored(database)).await;
        let (run, projects, warnings) = match stored {
            Ok(Ok(Some(stored))) => stored,
            _ => (self.row(), Vec::new(), Vec::new()),
        };
        let is_active = run.completed_at.is_none();
        let run = RunRow {
            status: if is_active { Stored(self.status) } else { run.status },
            completed_at: run.completed_at.or_else(|| Some(Utc::now())),
            error_message: if is_active { Some(unstored.clone()) } else { run.error_message },
            ..run
        };
        Ok((run, projects, warnings))
    }

    /// The run as known to this process.
    fn row(&self) -> RunRow {
        let totals = self.progress.snapshot().totals;
        RunRow {
            id: self.run_id,
            sync_type: Stored(SyncType::Manual),
            initiated_by: String::new(),
            mode: Stored(self.mode),
            status: Stored(self.status),
            schedule_id: None,
            started_at: self.started_at,
            completed_at: None,
            total_projects: totals.total_projects.cast_signed(),
            successful_projects: totals.successful_projects.cast_signed(),
            failed_projects: totals.failed_projects.cast_signed(),
            total_issues: totals.total_issues.cast_signed(),
            issues_expected: totals.issues_expected.cast_signed(),
            issues_created: totals.issues_created.cast_signed(),
            issues_updated: totals.issues_updated.cast_signed(),
            issues_failed: totals.issues_failed.cast_signed(),
            error_message: None,
            current_project: None,
            waiting: None,
            progress_at: None,
            details_removed_at: None,
        }
    }
}

type Ended = (RunRow, Vec<RunProjectRow>, Vec<RunWarningRow>);

/// Prints a summary of the ended run.
pub(super) async fn summary(database: &Database, end: &End, as_json: bool) -> Result<(), Failure> {
    let (run, projects, warnings) = end.read(database).await?;
    let seconds = run.completed_at.map_or(0.0, |end| (end - run.started_at).as_seconds_f64());
    let mut out = std::io::stdout().lock();
    if as_json {
        let rows: Vec<_> = projects
            .iter()
            .map(|project| {
                json!({
                    "project_key": project.project_key,
                    "instance": project.instance,
                    "status": project.status.0,
                    "issues_processed": project.issues_processed,
                    "issues_created": project.issues_created,
                    "issues_updated": project.issues_updated,
                    "issues_failed": project.issues_failed,
                    "error_message": project.error_message,
                })
            })
            .collect();
        let summary = json!({
            "sync_id": run.id.to_string(),
            "status": run.status.0,
            "mode": run.mode.0,
            "started_at": run.started_at,
            "completed_at": run.completed_at,
            "duration_seconds": seconds,
            "total_projects": run.total_projects,
            "successful_projects": run.successful_projects,
            "failed_projects": run.failed_projects,
            "total_issues": run.total_issues,
            "issues_created": run.issues_created,
            "issues_updated": run.issues_updated,
            "issues_failed": run.issues_failed,
            "issues_per_second": run.total_issues as f64 / seconds.max(0.001),
            "error_message": run.error_message,
            "projects": rows,
            "warnings": warnings.iter().map(warning).collect::<Vec<_>>(),
        });
        writeln!(out, "{summary}")?;
        return Ok(());
    }
    writeln!(
        out,
        "{}: {} issues in {seconds:.1} s ({} created, {} updated, {} failed), {} of {} projects",
        run.status.0.as_str().replace('_', " "),
        run.total_issues,
        run.issues_created,
        run.issues_updated,
        run.issues_failed,
        run.successful_projects,
        run.total_projects
    )?;
    if let Some(reason) = &run.error_message {
        writeln!(out, "{reason}")?;
    }
    for project in projects.iter().filter(|project| project.error_message.is_some()) {
        let reason = project.error_message.as_deref().unwrap_or_default();
        writeln!(out, "{}: {reason}", place_name(&project.instance, &project.project_key))?;
    }
    // Warnings without an example issue come first.
    for warning in warnings.iter().take(MAX_WARNINGS) {
        let RunWarningRow { instance, project_key, path, problem, .. } = warning;
        writeln!(out, "Warning: {}: {path}: {problem}", place_name(instance, project_key))?;
    }
    if warnings.len() > MAX_WARNINGS {
        writeln!(
            out,
            "{} more data warnings. See the run's page, or use --json.",
            warnings.len() - MAX_WARNINGS
        )?;
    }
    Ok(())
}

fn warning(row: &RunWarningRow) -> serde_json::Value {
    json!({
        "instance": row.instance,
        "project_key": row.project_key,
        "path": row.path,
        "problem": row.problem,
        "example_issue": row.example_issue,
        "count": row.count,
    })
}
