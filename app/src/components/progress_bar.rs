use leptos::prelude::*;

/// A native progress bar. `percent` is 0..=100, or None while the total is unknown.
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

/// Announces the progress to screen readers in steps of 10 %.
#[component]
pub(crate) fn SpokenProgress(#[prop(into)] percent: Signal<f64>) -> impl IntoView {
    let step = Memo::new(move |_| (percent.get() / 10.0).floor() * 10.0);
    view! {
        <p class="visually-hidden" role="status" aria-live="polite">
            {move || format!("{:.0} percent done", step.get())}
        </p>
    }
}
