use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::browser::{Outage, local_time_of_day, use_live};

/// Says while the server cannot be reached how old the page's data is. Meanwhile the document's root has the attribute
/// `data-stale`, with which the style greys what may have changed.
#[component]
pub(crate) fn OutageBanner() -> impl IntoView {
    let live = use_live();
    Effect::new(move |_| {
        let stale = live.outage.with(Option::is_some);
        if let Some(root) = document().document_element() {
            let _ = root.toggle_attribute_with_force("data-stale", stale);
        }
    });
    move || {
        live.outage.get().map(|outage| {
            view! {
                <div class="notice tone-bad outage">
                    <Icon glyph=Glyph::Alert />
                    <p>{words(&outage)}</p>
                    <button type="button" class="button small" on:click=move |_| live.retry()>
                        "Retry"
                    </button>
                </div>
            }
        })
    }
}

/// `Cannot reach jira-sync. Showing data from 14:03.`
pub(super) fn words(outage: &Outage) -> String {
    format!("{} Showing data from {}.", outage.reason, local_time_of_day(outage.data_at))
}
