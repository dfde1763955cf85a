use leptos::prelude::*;

use crate::{
    components::{Badge, Card, Column, EmptyState, FaultRow, Glyph, Load, Table, project_look},
    error::ApiError,
    model::{ProjectRun, RunProjects},
    text::{grouped, span},
};

/// The headings of the table.
const COLUMNS: &[Column] = &[
    Column::text("Project"),
    Column::text("State"),
    Column::number("Duration"),
    Column::number("Issues"),
    Column::number("New"),
    Column::number("Updated"),
    Column::number("Failed"),
    Column::number("Retries"),
];

/// The run's projects, those with errors first.
#[component]
pub(super) fn ProjectsCard(projects: Resource<Result<RunProjects, ApiError>>) -> impl IntoView {
    view! {
        <Card id="projects" title="Projects">
            <Load resource=projects lines=5 let:answer>
                {
                    let rows = Memo::new(move |_| {
                        let mut rows = answer.get().projects;
                        rows.sort_by_key(|row| row.error_message.is_none());
                        rows
                    });
                    let empty = Memo::new(move |_| rows.with(Vec::is_empty));
                    view! {
                        <Show
                            when=move || !empty.get()
                            fallback=|| {
                                view! {
                                    <EmptyState glyph=Glyph::Info title="No projects yet">
                                        "The run has not listed its projects, or the account sees none."
                                    </EmptyState>
                                }
                            }
                        >
                            <ProjectTable rows=rows.into() />
                        </Show>
                    }
                }
            </Load>
        </Card>
    }
}

#[component]
fn ProjectTable(rows: Signal<Vec<ProjectRun>>) -> impl IntoView {
    view! {
        <Table caption="Projects of this run" columns=COLUMNS>
            {move || rows.get().into_iter().map(|row| view! { <ProjectRow row /> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn ProjectRow(row: ProjectRun) -> impl IntoView {
    let look = project_look(row.status);
    view! {
        <tr>
            <th scope="row">{row.project_key} <span class="sub muted">{row.instance}</span></th>
            <td data-label="State">
                <Badge look />
            </td>
            <td data-label="Duration" class="number">
                {span(row.duration_seconds)}
            </td>
            <td data-label="Issues" class="number">
                {grouped(row.issues_processed)}
            </td>
            <td data-label="New" class="number">
                {grouped(row.issues_created)}
            </td>
            <td data-label="Updated" class="number">
                {grouped(row.issues_updated)}
            </td>
            <td data-label="Failed" class="number">
                {grouped(row.issues_failed)}
            </td>
            <td data-label="Retries" class="number">
                {grouped(row.retry_count)}
            </td>
        </tr>
        <FaultRow message=row.error_message columns=COLUMNS.len() />
    }
}
