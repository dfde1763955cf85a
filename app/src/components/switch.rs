use leptos::prelude::*;

/// A switch that takes effect at once. It is the button of a form, so that it works without scripts. `label` is its
/// accessible name.
#[component]
pub(crate) fn Switch(
    #[prop(into)] on: Signal<bool>,
    label: &'static str,
    /// Whether the last change is still being saved.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            role="switch"
            class="switch"
            aria-label=label
            aria-checked=move || on.get().to_string()
            aria-busy=move || busy.get().to_string()
        >
            <span class="switch-knob" aria-hidden="true"></span>
        </button>
    }
}
