use leptos::prelude::*;

use crate::{
    base_path::at,
    components::{Absolute, Badge, Column, Relative, Table, run_look},
    model::{Run, SyncType},
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

/// Runs as a table, which becomes cards on a phone.
#[component]
pub(super) fn RunTable(#[prop(into)] runs: Signal<Vec<Run>>) -> impl IntoView {
    view! {
        <Table caption="Runs, newest first" columns=COLUMNS>
            {move || runs.get().into_iter().map(|run| view! { <RunRow run /> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn RunRow(run: Run) -> impl IntoView {
    let kind = match run.sync_type {
        SyncType::Scheduled => "Scheduled".to_owned(),
        SyncType::Webhook => "Webhook".to_owned(),
        SyncType::Manual => format!("Manual, {}", run.initiated_by),
    };
    let changes = format!("{} new, {} updated", grouped(run.issues_created), grouped(run.issues_updated));
    let failed = (run.failed_projects > 0).then(|| format!("{} failed", grouped(run.failed_projects)));
    view! {
        <tr>
            <th scope="row">
                <a href=at(&format!("/history/{}", run.sync_id))>
                    <Absolute at=run.started_at.clone() />
                </a>
                <span class="sub muted">
                    <Relative at=run.started_at past=true />
                </span>
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
    }
    .into_any()
}
