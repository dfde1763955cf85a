use leptos::prelude::*;

/// A native progress bar. `percent` 0..=100; None while the end is unknown.
#[component]
pub(crate) fn ProgressBar(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] percent: Signal<Option<f64>>,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    view! {
        <progress
            class="progress"
            class:small=small
            max="100"
            value=move || percent.get().map(|percent| format!("{percent:.1}"))
            aria-label=move || label.get()
        ></progress>
    }
}

/// Says the progress to screen readers in steps of ten, not at every change.
#[component]
pub(crate) fn SpokenProgress(#[prop(into)] percent: Signal<f64>) -> impl IntoView {
    let step = Memo::new(move |_| (percent.get() / 10.0).floor() * 10.0);
    view! {
        <p class="visually-hidden" role="status" aria-live="polite">
            {move || format!("{:.0} percent done", step.get())}
        </p>
    }
}
