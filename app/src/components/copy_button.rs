use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::browser::copy;

/// A button that copies `text`.
#[component]
pub(crate) fn CopyButton(
    text: String,
    /// The accessible name, if the page has several of these buttons.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let (copied, set_copied) = signal(false);
    view! {
        <button
            type="button"
            class="button small ghost needs-script"
            aria-label=label
            on:click=move |_| {
                copy(&text);
                set_copied.set(true);
            }
        >
            <Icon glyph=Glyph::Copy />
            {move || if copied.get() { "Copied" } else { "Copy" }}
        </button>
    }
    .into_any()
}
