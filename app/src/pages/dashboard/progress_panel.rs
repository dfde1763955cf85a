use leptos::prelude::*;

use super::project_rows::ProjectRows;
use crate::{
    browser::use_clock,
    components::{Glyph, Icon, ProgressBar, SpokenProgress, Stat},
    model::{Progress, Waiting},
    text::{grouped, issue_rate, span},
};

/// The active run: overall bar, figures, waits, and projects.
#[component]
pub(crate) fn ProgressPanel(progress: Signal<Progress>) -> impl IntoView {
    let percent = Memo::new(move |_| progress.with(|progress| progress.progress_percentage));
    let of = |all: u64| if all == 0 { String::new() } else { format!("of {}", grouped(all)) };
    view! {
        <div class="progress-panel">
            <div class="progress-head">
                <span class="progress-percent">{move || format!("{:.0} %", percent.get().floor())}</span>
                <span class="muted">
                    {move || {
                        progress
                            .with(|progress| progress.current_project.clone())
                            .map(|key| format!("Reading {key}"))
                    }}
                </span>
            </div>
            <ProgressBar label="Progress of the sync" percent=Signal::derive(move || Some(percent.get())) />
            <SpokenProgress percent=percent />
            <dl class="stats">
                <Stat
                    name="Projects"
                    value=Signal::derive(move || progress.with(|p| grouped(p.completed_projects)))
                    note=Signal::derive(move || progress.with(|p| of(p.total_projects)))
                />
                <Stat
                    name="Issues"
                    value=Signal::derive(move || progress.with(|p| grouped(p.current_issues)))
                    note=Signal::derive(move || progress.with(|p| of(p.total_issues)))
                />
                <Stat
                    name="Rate"
                    value=Signal::derive(move || {
                        progress.with(|p| issue_rate(p.issues_per_second))
                    })
                />
                <Stat
                    name="Time left"
                    value=Signal::derive(move || {
                        progress
                            .with(|p| {
                                p.seconds_left
                                    .map_or_else(|| "–".to_owned(), |seconds| span(seconds.ceil()))
                            })
                    })
                />
            </dl>
            {move || {
                progress
                    .with(|progress| progress.waiting.clone())
                    .into_iter()
                    .map(|waiting| view! { <Wait waiting /> })
                    .collect_view()
            }}
            <ProjectRows projects=Signal::derive(move || {
                progress.with(|progress| progress.projects.clone())
            }) />
        </div>
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
