use leptos::prelude::*;

use crate::{
    browser::{local_text, use_clock},
    model::Timestamp,
    text::{ago, relative},
};

/// A time with its zone: UTC as rendered by the server, the browser's zone once the page is hydrated.
#[component]
pub(crate) fn Absolute(#[prop(into)] at: Signal<Timestamp>) -> impl IntoView {
    let clock = use_clock();
    let text = move || at.with(|at| absolute_text(at, clock.hydrated.get()));
    view! { <time datetime=move || at.get().0>{text}</time> }
}

/// A time relative to now, updated every second. Its title is the absolute time.
#[component]
pub(crate) fn Relative(
    #[prop(into)] at: Signal<Timestamp>,
    /// Whether it is about something that has happened. If the clocks differ, it then reads "just now", never "in 5 s".
    #[prop(optional)]
    past: bool,
) -> impl IntoView {
    let clock = use_clock();
    let text = move || {
        at.with(|at| match at.epoch_millis() {
            Some(millis) if past => ago(millis, clock.now.get()),
            Some(millis) => relative(millis, clock.now.get()),
            None => at.0.clone(),
        })
    };
    let title = move || at.with(|at| absolute_text(at, clock.hydrated.get()));
    view! {
        <time datetime=move || at.get().0 title=title>
            {text}
        </time>
    }
}

pub(super) fn absolute_text(at: &Timestamp, in_browser: bool) -> String {
    match at.epoch_millis() {
        Some(millis) if in_browser => local_text(millis),
        _ => at.utc_text(),
    }
}
