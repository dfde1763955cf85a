use leptos::prelude::*;

use crate::{
    components::{Badge, FaultRow, ProgressBar, project_look},
    model::{ProjectProgress, ProjectState},
    text::{counted, grouped},
};

/// More rows would make the page slow and hard to read; the run's own page lists all projects.
const MAX_ROWS: usize = 40;

/// The projects of the active run, running and failed ones first.
#[component]
pub(super) fn ProjectRows(projects: Signal<Vec<ProjectProgress>>) -> impl IntoView {
    let rows = Memo::new(move |_| pick(projects.get()));
    let hidden = Memo::new(move |_| projects.with(Vec::len).saturating_sub(MAX_ROWS));
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

/// A row is rendered again when any of these values changes.
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
        <FaultRow message=project.error_message columns=4 />
    }
    .into_any()
}

/// The first [`MAX_ROWS`] projects: running, failed, ended, queued. Rows keep their order within these groups.
fn pick(mut projects: Vec<ProjectProgress>) -> Vec<ProjectProgress> {
    projects.sort_by_key(|project| match project.status {
        ProjectState::Running => 0,
        ProjectState::Failed => 1,
        ProjectState::Queued => 3,
        _ => 2,
    });
    projects.truncate(MAX_ROWS);
    projects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_and_failed_projects_come_first() {
        let project = |status| ProjectProgress {
            project_key: "P".into(),
            instance: "site".into(),
            status,
            issues_processed: 0,
            issues_total: None,
            error_message: None,
        };
        let mut all = vec![project(ProjectState::Queued); MAX_ROWS];
        all.push(project(ProjectState::Failed));
        all.push(project(ProjectState::Running));
        let picked = pick(all);
        assert_eq!(picked.len(), MAX_ROWS);
        assert_eq!([picked[0].status, picked[1].status], [ProjectState::Running, ProjectState::Failed]);
    }
}
