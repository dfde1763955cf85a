use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::browser::{Theme, use_theme};

/// A button that switches between the themes system, light and dark.
#[component]
pub(crate) fn ThemeToggle() -> impl IntoView {
    let (theme, choose) = use_theme();
    let look = move || match theme.get() {
        Theme::System => (Glyph::Screen, "Theme: System", Theme::Light),
        Theme::Light => (Glyph::Sun, "Theme: Light", Theme::Dark),
        Theme::Dark => (Glyph::Moon, "Theme: Dark", Theme::System),
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
