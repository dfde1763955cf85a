use leptos::prelude::*;

/// A switch that acts at once. It is the button of a form, so it works without script too; `label` is its
/// accessible name.
#[component]
pub(crate) fn Switch(
    #[prop(into)] on: Signal<bool>,
    label: &'static str,
    /// While the last change is on its way.
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
