use leptos::prelude::*;

use crate::{
    api::RepairDrift,
    components::{Confirm, Notice, Tone},
    model::DriftOverview,
};

/// Projects that lost so many issues that a repair marks none of them, each with a button to confirm the loss.
#[component]
pub(super) fn Losses(overview: Signal<DriftOverview>, repair: ServerAction<RepairDrift>) -> impl IntoView {
    view! {
        // Keyed by name, so that new figures do not close a dialog.
        <For each=move || overview.with(losing) key=Clone::clone let:project>
            <Loss instance=project.0 key=project.1 repair />
        </For>
    }
}

#[component]
fn Loss(instance: String, key: String, repair: ServerAction<RepairDrift>) -> impl IntoView {
    let id = format!("accept-losses-{instance}-{key}");
    let members =
        vec![("accept_losses", "true".to_owned()), ("site", instance.clone()), ("project", key.clone())];
    let what = format!(
        "Half or more of {key} is missing in Jira. Usually the account has lost access, so Repair marks nothing there."
    );
    let look = format!(
        "First check {key} in Jira, signed in as the account that jira-sync uses for {instance}. If its issues no longer exist, mark them as deleted."
    );
    let on_submit = Callback::new(move |()| {
        repair.dispatch(RepairDrift {
            accept_losses: true,
            site: Some(instance.clone()),
            project: Some(key.clone()),
        });
    });
    view! {
        <Notice tone=Tone::Warn>
            <p>{what}</p>
            <div class="actions">
                <Confirm
                    id
                    open="Confirm deletion…"
                    class="small"
                    title="Mark these issues as deleted?"
                    action="/forms/drift/repair"
                    members
                    submit="Mark as deleted"
                    on_submit
                >
                    <p>{look}</p>
                    <Kept />
                </Confirm>
            </div>
        </Notice>
    }
    .into_any()
}

/// What happens to marked issues.
#[component]
pub(super) fn Kept() -> impl IntoView {
    view! {
        <p class="muted">
            "Marked issues stay in the tables with the time and the reason. They become live again if Jira lists them again."
        </p>
    }
}

/// Site and key of the projects that lost half of their issues or more.
fn losing(overview: &DriftOverview) -> Vec<(String, String)> {
    let losing = overview.projects.iter().filter(|project| project.lost_too_much());
    losing.map(|project| (project.instance.clone(), project.project_key.clone())).collect()
}
