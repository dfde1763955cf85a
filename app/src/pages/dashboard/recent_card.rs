use leptos::prelude::*;

use crate::{
    base_path::at,
    components::{Card, EmptyState, Glyph, Load, RunStrip},
    error::ApiError,
    model::RunPage,
    text::counted,
};

/// The most recent runs as a strip of bars.
#[component]
pub(super) fn RecentCard(recent: Resource<Result<RunPage, ApiError>>) -> impl IntoView {
    view! {
        <Card
            id="recent"
            title="Recent runs"
            class="second"
            aside=|| view! { <a href=at("/history")>"History"</a> }
        >
            <Load resource=recent lines=2 let:page>
                {
                    let empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
                    view! {
                        <Show
                            when=move || !empty.get()
                            fallback=|| {
                                view! {
                                    <EmptyState glyph=Glyph::Clock title="No runs yet">
                                        "Each sync appears here as a bar. Its colour shows the result, its height the duration."
                                    </EmptyState>
                                }
                            }
                        >
                            <RunStrip runs=Signal::derive(move || page.get().items) />
                            <p class="strip-legend muted">
                                <span>
                                    {move || {
                                        format!(
                                            "{}, oldest first",
                                            counted(page.with(|p| p.items.len() as u64), "run"),
                                        )
                                    }}
                                </span>
                                <span>"Height: duration"</span>
                            </p>
                        </Show>
                    }
                }
            </Load>
        </Card>
    }
}
