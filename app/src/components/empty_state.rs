use leptos::prelude::*;

use super::{Glyph, Icon};

/// Nothing to show, and what to do about it.
#[component]
pub(crate) fn EmptyState(glyph: Glyph, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon">
                <Icon glyph />
            </span>
            <p class="empty-title">{title}</p>
            <div class="muted">{children()}</div>
        </div>
    }
    .into_any()
}
