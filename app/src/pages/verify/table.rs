use leptos::prelude::*;

use crate::{
    components::{Column, FaultRow, Table},
    model::ProjectDrift,
    text::grouped,
};

/// The headings of the table.
const COLUMNS: &[Column] = &[
    Column::text("Project"),
    Column::number("Issues in Jira"),
    Column::number("Missing here"),
    Column::number("Outdated"),
    Column::number("Not yet synced"),
    Column::number("Quarantined"),
    Column::number("Not in Jira"),
];

/// The differences, one row per project.
#[component]
pub(super) fn DriftTable(rows: Signal<Vec<ProjectDrift>>) -> impl IntoView {
    view! {
        <Table caption="Projects compared with Jira" columns=COLUMNS>
            {move || rows.get().into_iter().map(|row| view! { <DriftRow row /> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn DriftRow(row: ProjectDrift) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.project_key} <span class="sub muted">{row.instance}</span></th>
            <td data-label="Issues in Jira" class="number">
                {grouped(row.issues)}
            </td>
            <td data-label="Missing here" class="number">
                {grouped(row.missing)}
            </td>
            <td data-label="Outdated" class="number">
                {grouped(row.outdated)}
            </td>
            <td data-label="Not yet synced" class="number">
                {grouped(row.pending)}
            </td>
            <td data-label="Quarantined" class="number">
                {grouped(row.quarantined)}
            </td>
            <td data-label="Not in Jira" class="number">
                {grouped(row.surplus)}
            </td>
        </tr>
        <FaultRow message=row.error_message columns=COLUMNS.len() />
    }
}
