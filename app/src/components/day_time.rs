use leptos::prelude::*;

use super::time::absolute_text;
use crate::{
    browser::{Clock, use_clock, wall_millis, zone_name},
    model::{Timestamp, day_text},
};

/// A time as people say it (`Today 07:51`), in UTC as rendered by the server, in the browser's zone once the page is
/// hydrated. Its title is the full time with the zone, which a [`ZoneNote`] in the same card names once.
#[component]
pub(crate) fn DayTime(#[prop(into)] at: Signal<Timestamp>) -> impl IntoView {
    let clock = use_clock();
    let text = move || at.with(|at| day_time_text(at, clock, clock.now.get()));
    let title = move || at.with(|at| absolute_text(at, clock.hydrated.get()));
    view! {
        <time class="day-time" datetime=move || at.get().0 title=title>
            {text}
        </time>
    }
}

/// The text of a [`DayTime`] at `now`, milliseconds since 1970.
pub(crate) fn day_time_text(at: &Timestamp, clock: Clock, now: i64) -> String {
    match at.epoch_millis() {
        Some(millis) if clock.hydrated.get() => day_text(wall_millis(millis), wall_millis(now)),
        Some(millis) => day_text(millis, now),
        None => at.0.clone(),
    }
}

/// Names the zone of the times around it: `Times in UTC`, `Times in Europe/Berlin`.
#[component]
pub(crate) fn ZoneNote() -> impl IntoView {
    let clock = use_clock();
    let zone = move || clock.hydrated.get().then(zone_name).flatten().unwrap_or_else(|| "UTC".to_owned());
    view! { <span class="zone-note muted">{move || format!("Times in {}", zone())}</span> }
}
