use leptos::prelude::*;

use crate::{
    browser::{use_clock, zone_name},
    components::{Card, DayTime, EmptyState, Glyph, Load, Relative},
    error::ApiError,
    model::UpcomingRuns,
    text::interval,
};

/// The next times of the schedule, as saved or as it would be.
#[component]
pub(super) fn UpcomingCard(
    upcoming: Resource<Result<UpcomingRuns, ApiError>>,
    /// The interval in the form that the times are for; None: the saved one.
    draft: Signal<Option<u32>>,
) -> impl IntoView {
    let clock = use_clock();
    let zone = move || {
        let zone = if clock.hydrated.get() { zone_name() } else { None };
        format!("Times are shown in {}.", zone.as_deref().unwrap_or("UTC"))
    };
    view! {
        <Card id="upcoming" title="Upcoming">
            {move || {
                draft
                    .get()
                    .map(|minutes| {
                        view! { <p class="advice">{format!("If saved now: every {}.", interval(minutes))}</p> }
                    })
            }}
            <Load resource=upcoming lines=6 let:upcoming>
                {move || {
                    let times = upcoming.get().times;
                    if times.is_empty() {
                        return view! {
                            <EmptyState glyph=Glyph::Pause title="No upcoming syncs">
                                "Turn on the schedule, or connect a Jira site."
                            </EmptyState>
                        }
                            .into_any();
                    }
                    let rows = times
                        .into_iter()
                        .map(|at| {
                            view! {
                                <li>
                                    <DayTime at=at.clone() />
                                    <span class="muted">
                                        <Relative at />
                                    </span>
                                </li>
                            }
                        })
                        .collect_view();
                    view! { <ol class="timeline">{rows}</ol> }.into_any()
                }}
            </Load>
            <p class="hint">{zone}</p>
        </Card>
    }
}
