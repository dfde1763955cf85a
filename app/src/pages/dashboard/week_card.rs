use leptos::prelude::*;

use crate::{
    components::{Card, Load, Stat},
    error::ApiError,
    model::RunSummary,
    text::{figure, grouped, span},
};

/// The last seven days in figures.
#[component]
pub(super) fn WeekCard(summary: Resource<Result<RunSummary, ApiError>>) -> impl IntoView {
    view! {
        <Card id="week" title="Last 7 days" class="second">
            <Load resource=summary lines=2 let:summary>
                <Figures summary />
            </Load>
        </Card>
    }
}

#[component]
fn Figures(summary: Signal<RunSummary>) -> impl IntoView {
    let some = move || summary.with(|summary| summary.total_syncs > 0);
    let or_dash = move |text: String| if some() { text } else { "–".to_owned() };
    view! {
        <dl class="stats">
            <Stat name="Syncs" value=Signal::derive(move || summary.with(|s| grouped(s.total_syncs))) />
            <Stat
                name="Success"
                value=Signal::derive(move || or_dash(
                    summary.with(|s| format!("{} %", figure(s.success_rate))),
                ))
                note=Signal::derive(move || {
                    summary
                        .with(|s| match s.failed_syncs {
                            0 => String::new(),
                            failed => format!("{} failed", grouped(failed)),
                        })
                })
            />
            <Stat
                name="Issues processed"
                value=Signal::derive(move || summary.with(|s| grouped(s.total_issues_processed)))
            />
            <Stat
                name="Average duration"
                value=Signal::derive(move || or_dash(summary.with(|s| span(s.average_duration_seconds))))
            />
        </dl>
    }
}
