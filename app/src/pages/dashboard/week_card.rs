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
    let success = |summary: &RunSummary| match summary.successful_syncs + summary.failed_syncs {
        0 => "–".to_owned(),
        _ => format!("{} %", figure(summary.success_rate)),
    };
    let duration = |summary: &RunSummary| match summary.total_syncs {
        0 => "–".to_owned(),
        _ => span(summary.average_duration_seconds),
    };
    view! {
        <dl class="stats">
            <Stat name="Syncs" value=Signal::derive(move || summary.with(|s| grouped(s.total_syncs))) />
            <Stat
                name="Success"
                value=Signal::derive(move || summary.with(success))
                note=Signal::derive(move || summary.with(unsuccessful))
            />
            <Stat
                name="Issues processed"
                value=Signal::derive(move || summary.with(|s| grouped(s.total_issues_processed)))
            />
            <Stat
                name="Average duration"
                value=Signal::derive(move || summary.with(duration))
            />
        </dl>
    }
}

/// The runs that were not successful: those that failed, and those that were stopped, which the rate does not count.
fn unsuccessful(summary: &RunSummary) -> String {
    let stopped = summary.total_syncs.saturating_sub(summary.successful_syncs + summary.failed_syncs);
    [(summary.failed_syncs, "failed"), (stopped, "stopped")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", grouped(count)))
        .collect::<Vec<_>>()
        .join(", ")
}
