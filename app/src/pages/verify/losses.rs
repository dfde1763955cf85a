use leptos::{html, prelude::*};

use crate::{
    api::RepairDrift,
    browser::show_dialog,
    components::{Dialog, Notice, Tone},
    model::{DriftOverview, ProjectDrift},
};

/// Projects that lost so much that a repair marks nothing there, and the way to say that the loss is real.
#[component]
pub(super) fn Losses(overview: Signal<DriftOverview>, repair: ServerAction<RepairDrift>) -> impl IntoView {
    let projects = Memo::new(move |_| overview.with(losing));
    let dialog = NodeRef::<html::Dialog>::new();
    view! {
        <Show when=move || !projects.with(String::is_empty)>
            <Notice tone=Tone::Warn>
                <p>
                    {move || {
                        format!(
                            "Half or more of {} is gone in Jira. That is more often a fault than a deletion, so Repair marks nothing there.",
                            projects.get(),
                        )
                    }}
                </p>
                <div class="actions">
                    <button
                        type="button"
                        class="button small"
                        commandfor="accept-losses"
                        command="show-modal"
                        on:click=move |event| show_dialog(&event, dialog)
                    >
                        "It is really gone…"
                    </button>
                </div>
            </Notice>
        </Show>
        <Dialog id="accept-losses" title="Mark these issues as gone?" node=dialog>
            <p>
                {move || {
                    format!(
                        "Look at {} in Jira first, signed in as the account that jira-sync uses. If its issues are really gone, the census may mark them.",
                        projects.get(),
                    )
                }}
            </p>
            <p class="muted">
                "Marked issues stay in the tables with the time and the reason, and come back if Jira shows them again."
            </p>
            <div class="actions end">
                <form method="dialog">
                    <button type="submit" class="button">
                        "Cancel"
                    </button>
                </form>
                <form
                    method="post"
                    action="/forms/drift/repair"
                    on:submit=move |event| {
                        event.prevent_default();
                        repair.dispatch(RepairDrift { accept_losses: true });
                        if let Some(dialog) = dialog.get_untracked() {
                            dialog.close();
                        }
                    }
                >
                    <input type="hidden" name="accept_losses" value="true" />
                    <button type="submit" class="button primary">
                        "Mark as gone"
                    </button>
                </form>
            </div>
        </Dialog>
    }
    .into_any()
}

/// The keys of the projects that lost half or more.
fn losing(overview: &DriftOverview) -> String {
    let losing = overview.projects.iter().filter(|project| project.lost_too_much());
    losing.map(|ProjectDrift { project_key, .. }| project_key.as_str()).collect::<Vec<_>>().join(", ")
}
