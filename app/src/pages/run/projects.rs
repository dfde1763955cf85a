use leptos::prelude::*;

use crate::{
    components::{Badge, Card, Column, EmptyState, FaultRow, Glyph, Load, Table, project_look},
    error::ApiError,
    model::{Progress, ProjectRun, RunProjects, WHOLE_SITE},
    pages::{dashboard::ProjectRows, live_run::is_open},
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

/// The run's projects: their progress while the run is active, afterwards their results, those with errors first.
#[component]
pub(super) fn ProjectsCard(
    projects: Resource<Result<RunProjects, ApiError>>,
    /// Of this run; None if it is not known.
    progress: Signal<Option<Progress>>,
    active: Signal<bool>,
) -> impl IntoView {
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
                    // The results follow a moment after the end: until then, the progress is newer.
                    let follows = Memo::new(move |_| {
                        let open = rows.with(|rows| rows.iter().any(|row| is_open(row.status)));
                        progress.with(Option::is_some) && (active.get() || open)
                    });
                    move || {
                        let first = if follows.get() { progress.get_untracked() } else { None };
                        match first {
                            Some(first) => {
                                let progress = Signal::derive(move || {
                                    progress.get().unwrap_or_else(|| first.clone())
                                });
                                view! { <ProjectRows progress /> }.into_any()
                            }
                            None if empty.get() => {
                                view! {
                                    <EmptyState glyph=Glyph::Info title="No projects yet">
                                        "The run has not listed its projects, or the account sees none."
                                    </EmptyState>
                                }
                                    .into_any()
                            }
                            None => view! { <ProjectTable rows=rows.into() /> }.into_any(),
                        }
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
            {move || {
                let rows = rows.get();
                let names_site = rows.windows(2).any(|pair| pair[0].instance != pair[1].instance);
                rows.into_iter().map(|row| view! { <ProjectRow row names_site /> }).collect_view()
            }}
        </Table>
    }
    .into_any()
}

#[component]
fn ProjectRow(row: ProjectRun, names_site: bool) -> impl IntoView {
    let look = project_look(row.status);
    let of_site = row.project_key == WHOLE_SITE;
    let name = if of_site { row.instance.clone() } else { row.project_key };
    let site = (names_site && !of_site).then_some(row.instance);
    view! {
        <tr>
            <th scope="row">
                {name} {site.map(|site| view! { <span class="sub muted">{site}</span> })}
            </th>
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
