use leptos::prelude::*;

/// A value with its name. Must be inside `<dl class="stats">`.
#[component]
pub(crate) fn Stat(
    name: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] note: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="stat">
            <dt>{name}</dt>
            <dd>
                <span class="stat-value">{move || value.get()}</span>
                <span class="stat-note">{move || note.get()}</span>
            </dd>
        </div>
    }
}
