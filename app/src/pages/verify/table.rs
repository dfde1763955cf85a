use leptos::prelude::*;

use crate::{
    components::{Badge, Column, FaultRow, Glyph, Look, Table, Tone},
    model::{Doubt, DriftOverview, ProjectDrift},
    text::{counted, grouped},
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

/// The projects that differ, one row each, and how many match.
#[component]
pub(super) fn DriftTable(overview: Signal<DriftOverview>) -> impl IntoView {
    let noteworthy =
        Memo::new(move |_| overview.with(|o| o.projects.iter().any(ProjectDrift::is_noteworthy)));
    let rows = move || {
        let overview = overview.get();
        let rows = overview.projects.iter().filter(|project| project.is_noteworthy());
        let held_back: Vec<_> = rows.map(|row| (row.clone(), is_held_back(row, &overview))).collect();
        held_back.into_iter().map(|(row, held_back)| view! { <DriftRow row held_back /> }).collect_view()
    };
    view! {
        <Show when=move || noteworthy.get()>
            <Table caption="Projects that differ from Jira" columns=COLUMNS>
                {rows}
            </Table>
        </Show>
        <p class="muted">{move || overview.with(matching)}</p>
    }
    .into_any()
}

/// How many projects match Jira.
fn matching(overview: &DriftOverview) -> Option<String> {
    let count = overview.projects.iter().filter(|project| !project.is_noteworthy()).count() as u64;
    let verb = if count == 1 { "matches" } else { "match" };
    (count > 0).then(|| format!("{} {verb} Jira.", counted(count, "project")))
}

/// Whether a repair marks nothing here until somebody confirms that the issues are deleted.
fn is_held_back(project: &ProjectDrift, overview: &DriftOverview) -> bool {
    let is_unlisted = project.error_message.is_some() && project.issues == 0 && project.surplus > 0;
    let of_site = overview
        .sites
        .iter()
        .any(|site| site.instance == project.instance && site.doubt == Doubt::ProjectsLost && is_unlisted);
    project.lost_too_much() || of_site
}

#[component]
fn DriftRow(row: ProjectDrift, held_back: bool) -> impl IntoView {
    // What is held back waits for a person; it has not failed.
    let badge = held_back.then(|| {
        view! { <Badge look=Look::new(Tone::Warn, Glyph::Alert, "Held back – review") /> }
    });
    let fault = row.error_message.clone().filter(|_| !held_back);
    view! {
        <tr>
            <th scope="row">{row.project_key} <span class="sub muted">{row.instance}</span> {badge}</th>
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
        <FaultRow message=fault columns=COLUMNS.len() />
    }
}
