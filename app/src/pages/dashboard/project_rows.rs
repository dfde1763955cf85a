use leptos::prelude::*;

use super::project_groups::{Groups, has_several_sites};
use crate::{
    components::{Badge, FaultRow, ProgressBar, project_look},
    model::{Progress, ProjectProgress, ProjectState, WHOLE_SITE},
    text::{counted, grouped},
};

/// More rows would make the page slow and hard to read; once the run has ended, its page lists all projects.
const MAX_ROWS: usize = 40;
/// The space of this many rows is kept from the start, so that the page does not move when projects start and end.
const MIN_SPACE: usize = 4;
/// The maximum number of projects that run at once. More rows are rows with errors, whose space is not kept.
const MAX_SPACE: usize = 16;

/// The projects of the active run: one row for each that is running or has an error; the rest is folded.
#[component]
pub(crate) fn ProjectRows(progress: Signal<Progress>) -> impl IntoView {
    let groups = Memo::new(move |_| progress.with(|progress| Groups::of(&progress.projects)));
    let names_site = Memo::new(move |_| progress.with(|progress| has_several_sites(&progress.projects)));
    let space = Memo::new(move |before: Option<&usize>| {
        let projects = progress.with(|progress| progress.projects.len());
        let least = if projects == 0 { MIN_SPACE } else { projects.min(MIN_SPACE) };
        groups.with(|groups| groups.shown.len()).max(least).max(before.copied().unwrap_or_default())
    });
    let empty_rows = move || {
        let empty = space.get().min(MAX_SPACE).saturating_sub(groups.with(|groups| groups.shown.len()));
        (0..empty)
            .map(|_| view! { <tr class="empty-row" aria-hidden="true"><td colspan="4">"\u{a0}"</td></tr> })
            .collect_view()
    };
    view! {
        <div class="project-rows">
            <table class="table compact projects-at-work">
                <caption class="visually-hidden">"Projects of this sync"</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">"Project"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="bar">
                            "Progress"
                        </th>
                        <th scope="col" class="number">
                            "Issues"
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <Rows
                        projects=Signal::derive(move || groups.with(|groups| groups.shown.clone()))
                        names_site=names_site.into()
                    />
                    {empty_rows}
                </tbody>
            </table>
            <div class="folds">
                <Fold
                    word="queued"
                    projects=Signal::derive(move || groups.with(|groups| groups.queued.clone()))
                    names_site=names_site.into()
                />
                <Fold
                    word="done"
                    projects=Signal::derive(move || groups.with(|groups| groups.done.clone()))
                    names_site=names_site.into()
                />
            </div>
        </div>
    }
    .into_any()
}

/// Projects behind a line with their number, such as "11 projects done".
#[component]
fn Fold(
    word: &'static str,
    projects: Signal<Vec<ProjectProgress>>,
    names_site: Signal<bool>,
) -> impl IntoView {
    let number = Memo::new(move |_| projects.with(Vec::len));
    let more = move || {
        let more = number.get().saturating_sub(MAX_ROWS);
        (more > 0)
            .then(|| view! { <p class="hint">{format!("and {}", counted(more as u64, "more project"))}</p> })
    };
    view! {
        <details class="fold" hidden=move || number.get() == 0>
            <summary>{move || format!("{} {word}", counted(number.get() as u64, "project"))}</summary>
            <table class="table compact projects-at-work">
                <caption class="visually-hidden">{format!("Projects {word}")}</caption>
                <tbody>
                    <Rows projects names_site />
                </tbody>
            </table>
            {more}
        </details>
    }
    .into_any()
}

#[component]
fn Rows(projects: Signal<Vec<ProjectProgress>>, names_site: Signal<bool>) -> impl IntoView {
    let first = move || projects.with(|projects| projects.iter().take(MAX_ROWS).cloned().collect::<Vec<_>>());
    view! {
        <For each=first key=row_key let:project>
            <ProjectRow project projects names_site />
        </For>
    }
    .into_any()
}

/// A row is rendered again when its state changes; its figures change in place, so that its bar grows smoothly.
fn row_key(project: &ProjectProgress) -> (String, String, &'static str) {
    (project.instance.clone(), project.project_key.clone(), project.status.as_str())
}

#[component]
fn ProjectRow(
    project: ProjectProgress,
    /// All projects, with the current figures of this one.
    projects: Signal<Vec<ProjectProgress>>,
    names_site: Signal<bool>,
) -> impl IntoView {
    let ProjectProgress { project_key: key, instance: site, status, error_message, .. } = project.clone();
    let running = status == ProjectState::Running;
    let now = {
        let id = row_key(&project);
        Memo::new(move |before: Option<&ProjectProgress>| {
            let found = projects.with(|projects| projects.iter().find(|row| row_key(row) == id).cloned());
            found.or_else(|| before.cloned()).unwrap_or_else(|| project.clone())
        })
    };
    let count = move || {
        now.with(|row| match row.issues_total.filter(|_| running) {
            Some(total) => format!("{} of {}", grouped(row.issues_processed), grouped(total)),
            None => grouped(row.issues_processed),
        })
    };
    let bar = running.then(|| {
        let label = format!("Progress of {key}");
        view! { <ProgressBar label percent=Signal::derive(move || now.with(percent)) small=true /> }
    });
    let of_site = key == WHOLE_SITE;
    let name = if of_site { site.clone() } else { key };
    view! {
        <tr>
            <th scope="row">
                {name}
                {move || {
                    (names_site.get() && !of_site)
                        .then(|| view! { <span class="muted">" " {site.clone()}</span> })
                }}
            </th>
            <td>
                <Badge look=project_look(status) />
            </td>
            <td class="bar">{bar}</td>
            <td class="number">{count}</td>
        </tr>
        <FaultRow message=error_message columns=4 />
    }
    .into_any()
}

/// None while the number of issues is unknown.
fn percent(row: &ProjectProgress) -> Option<f64> {
    let total = row.issues_total.filter(|total| *total > 0)?;
    Some((row.issues_processed as f64 * 100.0 / total as f64).min(100.0))
}
