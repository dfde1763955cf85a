use leptos::prelude::*;

use super::{ProgressHead, ProjectRows};
use crate::{
    components::Stat,
    model::Progress,
    text::{grouped, issue_rate, span},
};

/// The active run: overall bar, figures, waits, and projects.
#[component]
pub(super) fn ProgressPanel(progress: Signal<Progress>) -> impl IntoView {
    let of = |all: u64| if all == 0 { String::new() } else { format!("of {}", grouped(all)) };
    view! {
        <div class="progress-panel">
            <ProgressHead progress />
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
            <ProjectRows progress />
        </div>
    }
    .into_any()
}
