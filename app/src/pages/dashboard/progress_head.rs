use leptos::prelude::*;

use super::phase::Phase;
use crate::{
    browser::use_clock,
    components::{Glyph, Icon, ProgressBar, SpokenProgress},
    model::{Progress, Waiting},
    text::span,
};

/// How far the active run is: the percentage, what it does now, the bar, and waits that Jira asked for.
#[component]
pub(crate) fn ProgressHead(progress: Signal<Progress>) -> impl IntoView {
    let phase = Memo::new(move |_| progress.with(Phase::of));
    let percent = Memo::new(move |_| progress.with(|progress| progress.progress_percentage));
    view! {
        <div class="progress-head">
            <span class="progress-percent">{move || phase.get().title}</span>
            <span class="progress-phase muted">{move || phase.get().detail}</span>
        </div>
        <ProgressBar
            label="Progress of the sync"
            percent=Signal::derive(move || phase.with(|phase| phase.percent))
        />
        <SpokenProgress percent=percent />
        {move || {
            progress
                .with(|progress| progress.waiting.clone())
                .into_iter()
                .map(|waiting| view! { <Wait waiting /> })
                .collect_view()
        }}
    }
    .into_any()
}

/// The countdown of a wait that Jira asked for. Not a live region: screen readers would announce every second.
#[component]
fn Wait(waiting: Waiting) -> impl IntoView {
    let clock = use_clock();
    let until = waiting.until.epoch_millis().unwrap_or_default();
    let seconds = move || ((until - clock.now.get()) as f64 / 1_000.0).ceil().max(0.0);
    view! {
        <div class="notice tone-warn">
            <Icon glyph=Glyph::Clock />
            <div>
                <strong>{move || format!("Jira asked us to wait {}", span(seconds()))}</strong>
                <p>
                    {format!(
                        "{} is rate-limiting requests. The sync will resume automatically.",
                        waiting.instance,
                    )}
                </p>
            </div>
        </div>
    }
}
