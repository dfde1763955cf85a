use leptos::prelude::*;

/// Grey lines in place of content that is still loading.
#[component]
pub(crate) fn Skeleton(lines: usize) -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <span class="visually-hidden">"Loading"</span>
            {(0..lines).map(|_| view! { <span class="bone" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
