use leptos::prelude::*;

use crate::{
    browser::use_clock,
    model::{
        IntervalAdvice,
        ranges::{self, INTERVAL_MINUTES, SLIDER_MINUTES},
    },
    text::interval,
};

const MIN_MINUTES: u32 = *SLIDER_MINUTES.start();
const MAX_MINUTES: u32 = *SLIDER_MINUTES.end();
/// The id of the text that describes the field: the advice, or why the number is not allowed.
pub(crate) const INTERVAL_NOTE: &str = "interval-note";

const MARKS: [u32; 5] = [MIN_MINUTES, 15, 30, 60, MAX_MINUTES];

/// A slider and a number field with the same value in minutes, with the recommended range drawn below.
///
/// The form sends the field. The slider needs scripts and is disabled until the page is hydrated.
#[component]
pub(crate) fn IntervalSlider(
    /// The text in the field, which need not be a number while it is being typed.
    text: Signal<String>,
    saved: Signal<u32>,
    advice: Signal<Option<IntervalAdvice>>,
    edit: Callback<String>,
) -> impl IntoView {
    let hydrated = use_clock().hydrated;
    // An interval saved through the API may be longer than the slider allows.
    let max = move || saved.get().max(MAX_MINUTES).to_string();
    let slider_value = move || {
        let minutes = text.with(|text| ranges::typed_minutes(text)).unwrap_or(MIN_MINUTES);
        minutes.clamp(MIN_MINUTES, MAX_MINUTES)
    };
    let is_allowed =
        move || text.with(|text| ranges::typed_minutes(text)).is_some_and(|m| INTERVAL_MINUTES.contains(&m));
    view! {
        <div class="interval">
            <label class="interval-field" for="interval-minutes">
                "Every"
            </label>
            <input
                id="interval-minutes"
                class="interval-number"
                type="number"
                name="interval_minutes"
                required
                min=MIN_MINUTES
                max=max
                step="1"
                inputmode="numeric"
                aria-label="Every how many minutes"
                aria-describedby=INTERVAL_NOTE
                aria-invalid=move || (!is_allowed()).then_some("true")
                value=move || text.get()
                prop:value=move || text.get()
                on:input:target=move |event| edit.run(event.target().value())
            />
            <span aria-hidden="true">"minutes"</span>
        </div>
        <div class="slider">
            <input
                type="range"
                aria-label="Interval in minutes"
                min=MIN_MINUTES
                max=MAX_MINUTES
                step="1"
                disabled=move || !hydrated.get()
                value=move || slider_value().to_string()
                prop:value=move || slider_value().to_string()
                aria-valuetext=move || format!("Every {}", interval(slider_value()))
                on:input:target=move |event| edit.run(event.target().value())
            />
            <Scale advice />
        </div>
    }
}

/// The marks below the slider and the recommended range.
#[component]
fn Scale(advice: Signal<Option<IntervalAdvice>>) -> impl IntoView {
    let band = move || {
        advice.get().map(|advice| {
            let (from, to) = (position(advice.recommended_min), position(advice.recommended_max));
            view! {
                <rect
                    class="scale-band"
                    x=percent(from)
                    width=percent((to - from).max(1.5))
                    y="2"
                    height="6"
                    rx="3"
                />
            }
        })
    };
    let marks = MARKS.map(|minutes| {
        view! {
            <line class="scale-mark" x1=percent(position(minutes)) x2=percent(position(minutes)) y1="12" y2="17" />
            <text class="scale-text" x=percent(position(minutes)) y="31" text-anchor="middle">
                {minutes}
            </text>
        }
    });
    view! {
        <svg class="scale" aria-hidden="true">
            {band}
            {marks.into_iter().collect_view()}
        </svg>
        <p class="hint">
            {move || {
                advice
                    .get()
                    .map(|advice| {
                        format!(
                            "Recommended: {} to {} minutes",
                            advice.recommended_min,
                            advice.recommended_max,
                        )
                    })
            }}
        </p>
    }
}

/// The position of an interval on the scale, 0..=100.
fn position(minutes: u32) -> f64 {
    f64::from(minutes.clamp(MIN_MINUTES, MAX_MINUTES) - MIN_MINUTES) * 100.0
        / f64::from(MAX_MINUTES - MIN_MINUTES)
}

fn percent(position: f64) -> String {
    format!("{position:.2}%")
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn positions_span_the_scale_and_are_clamped_to_it() {
        assert_eq!([0, 2, 61, 120, 1440].map(position), [0.0, 0.0, 50.0, 100.0, 100.0]);
    }
}
