use leptos::prelude::*;

use super::quiet_runs::{QuietRuns, grouped_runs, is_quiet};
use crate::{
    base_path::at,
    browser::{use_clock, use_live},
    components::{Badge, Column, DayTime, Table, run_look},
    model::{Run, SyncType},
    pages::live_run,
    text::{grouped, issue_rate, span},
};

/// The headings of the table.
const COLUMNS: &[Column] = &[
    Column::text("Started"),
    Column::text("Status"),
    Column::text("Type"),
    Column::number("Duration"),
    Column::number("Projects"),
    Column::number("Issues"),
    Column::number("Rate"),
];

/// Runs as a table, which becomes cards on a phone. Consecutive runs without changes are folded.
#[component]
pub(super) fn RunTable(#[prop(into)] runs: Signal<Vec<Run>>) -> impl IntoView {
    let opened = RwSignal::new(Vec::new());
    view! {
        <Table caption="Runs, newest first" columns=COLUMNS>
            {move || {
                grouped_runs(runs.get())
                    .into_iter()
                    .map(|mut group| match (group.len(), group.pop()) {
                        (1, Some(run)) if run.status.is_active() => view! { <ActiveRow run /> }.into_any(),
                        (1, Some(run)) => view! { <RunRow run /> }.into_any(),
                        (_, oldest) => {
                            group.extend(oldest);
                            view! { <QuietRuns runs=group columns=COLUMNS.len() opened /> }.into_any()
                        }
                    })
                    .collect_view()
            }}
        </Table>
    }
    .into_any()
}

/// The row of an active run, which follows its progress.
#[component]
fn ActiveRow(run: Run) -> impl IntoView {
    let (live, clock) = (use_live(), use_clock());
    let shown = Memo::new(move |_| {
        live.progress.with(|progress| live_run::follow(&run, progress.as_ref(), clock.now.get()))
    });
    move || view! { <RunRow run=shown.get() /> }
}

#[component]
fn RunRow(run: Run) -> impl IntoView {
    let quiet = is_quiet(&run);
    let kind = match run.sync_type {
        SyncType::Scheduled => "Scheduled".to_owned(),
        SyncType::Webhook => "Webhook".to_owned(),
        SyncType::Manual => format!("Manual, {}", run.initiated_by),
    };
    let changes = format!("{} new, {} updated", grouped(run.issues_created), grouped(run.issues_updated));
    let failed = (run.failed_projects > 0).then(|| format!("{} failed", grouped(run.failed_projects)));
    let error = run.error_message.map(|message| {
        view! {
            <tr class="fault-row">
                <td colspan=COLUMNS.len()>
                    <p class="fault-text clamped" title=message.clone()>
                        {message.clone()}
                    </p>
                </td>
            </tr>
        }
    });
    view! {
        <tr class="link-row" class:quiet=quiet>
            <th scope="row">
                <a class="row-link" href=at(&format!("/history/{}", run.sync_id))>
                    <DayTime at=run.started_at />
                </a>
            </th>
            <td data-label="Status">
                <Badge look=run_look(run.status) />
            </td>
            <td data-label="Type">{kind}</td>
            <td data-label="Duration" class="number">
                {span(run.duration_seconds)}
            </td>
            <td data-label="Projects" class="number">
                {format!("{} of {}", grouped(run.successful_projects), grouped(run.total_projects))}
                {failed.map(|failed| view! { <span class="sub error-text">{failed}</span> })}
            </td>
            <td data-label="Issues" class="number">
                {grouped(run.total_issues)}
                <span class="sub muted">{changes}</span>
            </td>
            <td data-label="Rate" class="number">
                {issue_rate(run.issues_per_second)}
            </td>
        </tr>
        {error}
    }
    .into_any()
}
