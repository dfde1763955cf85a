use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::browser::{Theme, use_theme};

/// Chooses the colours: as the system has them, light or dark. A click moves to the next of the three.
#[component]
pub(crate) fn ThemeToggle() -> impl IntoView {
    let (theme, choose) = use_theme();
    let look = move || match theme.get() {
        Theme::System => (Glyph::Screen, "Colours: as the system", Theme::Light),
        Theme::Light => (Glyph::Sun, "Colours: light", Theme::Dark),
        Theme::Dark => (Glyph::Moon, "Colours: dark", Theme::System),
    };
    view! {
        <button
            type="button"
            class="button icon-button ghost needs-script"
            aria-label=move || look().1
            title=move || look().1
            on:click=move |_| choose(look().2)
        >
            <Icon glyph=Signal::derive(move || look().0) />
        </button>
    }
}
