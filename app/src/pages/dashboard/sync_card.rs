use leptos::prelude::*;

use super::{ProgressPanel, sync_controls::SyncControls};
use crate::{
    browser::use_live,
    components::{Badge, Card, Load, Relative, run_look},
    error::ApiError,
    model::{Progress, SystemStatus},
};

/// The buttons that start and stop a sync, and the progress while a run is active.
#[component]
pub(super) fn SyncCard(system: Resource<Result<SystemStatus, ApiError>>) -> impl IntoView {
    let live = use_live();
    view! {
        <Card id="sync" title="Sync">
            <Load resource=system lines=4 let:system>
                {
                    let progress = Memo::new(move |_| {
                        live.progress.get().unwrap_or_else(|| system.get().sync_progress)
                    });
                    view! {
                        <StateLine system progress=progress.into() />
                        <SyncControls system progress=progress.into() />
                        <Show when=move || progress.with(|progress| progress.status.is_active())>
                            <ProgressPanel progress=progress.into() />
                        </Show>
                    }
                }
            </Load>
        </Card>
    }
}

/// The current state as a badge and a sentence.
#[component]
fn StateLine(system: Signal<SystemStatus>, progress: Signal<Progress>) -> impl IntoView {
    let sentence = move || {
        let progress = progress.get();
        if progress.status.is_active() {
            return progress.started_at.map(|at| {
                view! {
                    "Started "
                    <Relative at past=true />
                }
                .into_any()
            });
        }
        let sentence = system.with(|system| match (&system.last_sync, system.has_site()) {
            (_, false) => "No Jira site is connected.",
            (None, _) => "No data yet. The first sync fetches every issue; later ones fetch only changes.",
            (Some(_), _) => "No sync running. The next one fetches only changes.",
        });
        Some(sentence.into_any())
    };
    view! {
        <p class="state-line">
            <Badge look=Signal::derive(move || run_look(idle_or(progress.get()))) />
            <span class="muted">{sentence}</span>
        </p>
    }
}

/// The status of the active run, or `Idle`: the card next to it shows how the last run ended.
fn idle_or(progress: Progress) -> crate::model::RunStatus {
    if progress.status.is_active() { progress.status } else { crate::model::RunStatus::Idle }
}
