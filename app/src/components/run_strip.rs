use leptos::prelude::*;

use super::{day_time::day_time_text, run_look};
use crate::{
    base_path::at,
    browser::{Clock, use_clock},
    model::Run,
    text::{counted, span},
};

/// The minimum height of a bar, out of 40.
const MIN_HEIGHT: f64 = 8.0;

/// The most recent runs as bars, oldest first. Colour shows the result, height the duration; each links to its run.
#[component]
pub(crate) fn RunStrip(
    /// Newest first.
    #[prop(into)]
    runs: Signal<Vec<Run>>,
) -> impl IntoView {
    let clock = use_clock();
    let bars = move || {
        let runs = runs.get();
        let longest = runs.iter().map(|run| run.duration_seconds).fold(1.0, f64::max);
        runs.into_iter().rev().map(|run| bar(run, longest, clock)).collect_view()
    };
    view! { <ol class="run-strip">{bars}</ol> }
}

fn bar(run: Run, longest: f64, clock: Clock) -> impl IntoView {
    let look = run_look(run.status);
    // The square root keeps short runs visible next to a long one.
    let height = MIN_HEIGHT + (40.0 - MIN_HEIGHT) * (run.duration_seconds.max(0.0) / longest).sqrt();
    let words = format!(
        "{}, {}, {}, {}",
        // The strip is drawn again with each run, often enough for the day's name.
        day_time_text(&run.started_at, clock, clock.now.get_untracked()),
        look.word,
        span(run.duration_seconds),
        counted(run.total_issues, "issue"),
    );
    view! {
        <li>
            <a
                href=at(&format!("/history/{}", run.sync_id))
                class=look.tone.class()
                title=words.clone()
                aria-label=words
            >
                <svg viewBox="0 0 10 40" preserveAspectRatio="none" aria-hidden="true">
                    <rect width="10" y=format!("{:.1}", 40.0 - height) height=format!("{height:.1}") rx="2" />
                </svg>
            </a>
        </li>
    }
}
