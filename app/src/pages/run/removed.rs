use leptos::prelude::*;

use crate::{
    components::{Card, DayTime, EmptyState, Glyph},
    model::Timestamp,
};

/// Shown in place of a run's details once their retention period is over.
#[component]
pub(super) fn RemovedCard(#[prop(into)] at: Signal<Timestamp>) -> impl IntoView {
    view! {
        <Card id="removed" title="Details">
            <EmptyState glyph=Glyph::Info title="Details removed">
                "The projects, metrics and data warnings of this run are no longer kept. Removed: " <DayTime at />
                ". JIRA_SYNC_KEEP_DETAILS_DAYS sets how long they are kept."
            </EmptyState>
        </Card>
    }
}
