//! What a sync in the foreground shows: a bar on a terminal, plain lines otherwise, and a summary at its end.

use std::{
    io::{IsTerminal, Write},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use tokio_util::task::AbortOnDropHandle;

use crate::{
    cli::{Failure, tell},
    store::{Database, RunProgress, mirror::RunWarningRow},
    sync::ProgressCell,
};

/// Warnings that are written out.
const SHOWN: usize = 10;

/// How often the bar is drawn, and how often a plain line is written.
const DRAW_EVERY: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows how far a run is until it is dropped or ended.
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
                if terminal { draw(&shown, &state) } else { tell(line(&state)) }
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

/// Prints how the run ended, from what is stored of it.
pub(super) async fn summary(database: &Database, run_id: &str, as_json: bool) -> Result<(), Failure> {
    let Some(run) = database.run(run_id).await? else { return Ok(()) };
    let projects = database.run_projects(run_id).await?;
    let warnings = database.run_warnings(run_id).await?;
    let seconds = run.completed_at.map_or(0.0, |end| (end - run.started_at).as_seconds_f64());
    let mut out = std::io::stdout().lock();
    if as_json {
        let rows: Vec<_> = projects
            .iter()
            .map(|project| {
                json!({
                    "project_key": project.project_key,
                    "instance": project.instance,
                    "status": project.status,
                    "issues_processed": project.issues_processed,
                    "issues_created": project.issues_created,
                    "issues_updated": project.issues_updated,
                    "issues_failed": project.issues_failed,
                    "error_message": project.error_message,
                })
            })
            .collect();
        let summary = json!({
            "sync_id": run.id,
            "status": run.status,
            "mode": run.mode,
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
        run.status.replace('_', " "),
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
        writeln!(out, "{} / {}: {reason}", project.instance, project.project_key)?;
    }
    // Those about no issue come first.
    for warning in warnings.iter().take(SHOWN) {
        let RunWarningRow { instance, project_key, path, problem, .. } = warning;
        let project = if project_key == "*" { String::new() } else { format!(" / {project_key}") };
        writeln!(out, "Warning: {instance}{project}: {path}: {problem}")?;
    }
    if warnings.len() > SHOWN {
        writeln!(out, "{} more data warnings: see this run's page, or use --json.", warnings.len() - SHOWN)?;
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
