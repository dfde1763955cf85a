use leptos::prelude::*;

use crate::{
    base_path::at,
    browser::use_live,
    components::{Absolute, Badge, Card, Glyph, Load, Look, Relative, Tone},
    error::ApiError,
    model::SchedulerStatus,
    text::interval,
};

/// The badge of the scheduler's state.
pub(crate) fn scheduler_look(status: &SchedulerStatus) -> Look {
    match (status.enabled, status.is_running) {
        (true, true) if status.waits_for_site => Look::new(Tone::Quiet, Glyph::Clock, "Waiting"),
        (false, _) => Look::new(Tone::Quiet, Glyph::Pause, "Off"),
        (true, true) => Look::new(Tone::Good, Glyph::Check, "On"),
        (true, false) => Look::new(Tone::Bad, Glyph::Alert, "Stopped"),
    }
}

/// The time of the next sync.
#[component]
pub(super) fn NextSyncCard(scheduler: Resource<Result<SchedulerStatus, ApiError>>) -> impl IntoView {
    let live = use_live();
    view! {
        <Card id="next" title="Next sync" aside=|| view! { <a href=at("/admin/scheduler")>"Schedule"</a> }>
            <Load resource=scheduler let:loaded>
                <NextRun status=live.scheduler_or(loaded) />
            </Load>
        </Card>
    }
}

/// The next run: relative time as a headline, absolute time with zone, and the schedule in words.
#[component]
pub(crate) fn NextRun(status: Signal<SchedulerStatus>) -> impl IntoView {
    let words = move || {
        status.with(|status| match (status.enabled, status.is_running) {
            (true, true) if status.waits_for_site => {
                "The schedule starts once a Jira site is connected.".to_owned()
            }
            (false, _) => "Syncs run only when you start one.".to_owned(),
            (true, true) => format!("Every {}", interval(status.interval_minutes)),
            (true, false) => "Scheduler stopped. Restart jira-sync and see its log.".to_owned(),
        })
    };
    view! {
        <p class="headline">
            {move || match status.get().next_run_time {
                Some(at) => view! { <Relative at /> }.into_any(),
                None if status.with(|status| status.enabled) => view! { "Not scheduled" }.into_any(),
                None => view! { "Schedule is off" }.into_any(),
            }}
        </p>
        <p class="muted">{move || status.get().next_run_time.map(|at| view! { <Absolute at /> })}</p>
        <p class="state-line">
            <Badge look=Signal::derive(move || status.with(scheduler_look)) />
            <span class="muted">{words}</span>
        </p>
    }
    .into_any()
}
