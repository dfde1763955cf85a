use leptos::prelude::*;

use super::{Glyph, Icon};

/// Shown in place of an empty list, with the next step.
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
