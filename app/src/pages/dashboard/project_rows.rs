use leptos::prelude::*;

use crate::{
    components::{Badge, Fault, ProgressBar, project_look},
    model::{ProjectProgress, ProjectState},
    text::{counted, grouped},
};

/// A page stays quick and readable with so many; the run's own page lists all.
const MOST_ROWS: usize = 40;

/// The projects of the active run, those at work and those that failed first.
#[component]
pub(super) fn ProjectRows(projects: Signal<Vec<ProjectProgress>>) -> impl IntoView {
    let rows = Memo::new(move |_| pick(projects.get()));
    let hidden = Memo::new(move |_| projects.with(Vec::len).saturating_sub(MOST_ROWS));
    view! {
        <table class="table cards">
            <caption class="visually-hidden">"Projects of this sync"</caption>
            <thead>
                <tr>
                    <th scope="col">"Project"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="number">
                        "Issues"
                    </th>
                    <th scope="col" class="wide">
                        "Progress"
                    </th>
                </tr>
            </thead>
            <tbody>
                <For each=move || rows.get() key=row_key let:project>
                    <ProjectRow project />
                </For>
            </tbody>
        </table>
        <Show when=move || hidden.get() != 0>
            <p class="hint">{move || format!("and {} more", counted(hidden.get() as u64, "project"))}</p>
        </Show>
    }
    .into_any()
}

/// A row is drawn again when any of this changes.
fn row_key(project: &ProjectProgress) -> (String, String, &'static str, u64, Option<u64>) {
    let ProjectProgress { project_key, instance, status, issues_processed, issues_total, .. } = project;
    (instance.clone(), project_key.clone(), status.as_str(), *issues_processed, *issues_total)
}

#[component]
fn ProjectRow(project: ProjectProgress) -> impl IntoView {
    let done = project.issues_processed;
    let count = match project.issues_total {
        Some(total) => format!("{} of {}", grouped(done), grouped(total)),
        None => grouped(done),
    };
    let percent = match (project.status, project.issues_total) {
        (ProjectState::Completed | ProjectState::CompletedWithErrors, _) => Some(100.0),
        (_, Some(total)) if total > 0 => Some(done as f64 * 100.0 / total as f64),
        (ProjectState::Running, _) => None,
        _ => Some(0.0),
    };
    let label = format!("Progress of {}", project.project_key);
    view! {
        <tr>
            <th scope="row">
                {project.project_key.clone()} <span class="muted sub">{project.instance.clone()}</span>
            </th>
            <td data-label="State">
                <Badge look=project_look(project.status) />
            </td>
            <td data-label="Issues" class="number">
                {count}
            </td>
            <td data-label="Progress" class="wide">
                <ProgressBar label percent small=true />
            </td>
        </tr>
        {project
            .error_message
            .map(|message| {
                view! {
                    <tr class="fault-row">
                        <td colspan="4">
                            <Fault message />
                        </td>
                    </tr>
                }
            })}
    }
    .into_any()
}

/// The rows worth seeing, in an order that moves little while the run goes on.
fn pick(mut projects: Vec<ProjectProgress>) -> Vec<ProjectProgress> {
    projects.sort_by_key(|project| match project.status {
        ProjectState::Running => 0,
        ProjectState::Failed => 1,
        ProjectState::Queued => 3,
        _ => 2,
    });
    projects.truncate(MOST_ROWS);
    projects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_at_work_and_failed_ones_come_first_and_the_rest_is_cut() {
        let project = |status| ProjectProgress {
            project_key: "P".into(),
            instance: "site".into(),
            status,
            issues_processed: 0,
            issues_total: None,
            error_message: None,
        };
        let mut all = vec![project(ProjectState::Queued); MOST_ROWS];
        all.push(project(ProjectState::Failed));
        all.push(project(ProjectState::Running));
        let picked = pick(all);
        assert_eq!(picked.len(), MOST_ROWS);
        assert_eq!([picked[0].status, picked[1].status], [ProjectState::Running, ProjectState::Failed]);
    }
}
