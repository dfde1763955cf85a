use leptos::prelude::*;

use super::confirm::Confirm;
use crate::{
    api::RepairDrift,
    components::{Notice, Tone},
    model::DriftOverview,
};

/// Projects that lost so much that a repair marks nothing there, and for each the way to say that the loss is real.
#[component]
pub(super) fn Losses(overview: Signal<DriftOverview>, repair: ServerAction<RepairDrift>) -> impl IntoView {
    view! {
        // By name: other figures leave a dialog open.
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
        "Half or more of {key} is gone in Jira. That is more often a fault than a deletion, so Repair marks nothing there."
    );
    let look = format!(
        "Look at {key} in Jira first, signed in as the account that jira-sync uses for {instance}. If its issues are really gone, the census may mark them."
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
            <Confirm
                id
                open="It is really gone…"
                title="Mark these issues as gone?"
                action="/forms/drift/repair"
                members
                submit="Mark as gone"
                on_submit
            >
                <p>{look}</p>
                <Kept />
            </Confirm>
        </Notice>
    }
    .into_any()
}

/// What becomes of rows that are marked.
#[component]
pub(super) fn Kept() -> impl IntoView {
    view! {
        <p class="muted">
            "Marked issues stay in the tables with the time and the reason, and come back if Jira shows them again."
        </p>
    }
}

/// Site and key of the projects that lost half or more.
fn losing(overview: &DriftOverview) -> Vec<(String, String)> {
    let losing = overview.projects.iter().filter(|project| project.lost_too_much());
    losing.map(|project| (project.instance.clone(), project.project_key.clone())).collect()
}
