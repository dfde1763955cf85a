use leptos::prelude::*;

use crate::browser::{Connection, use_live};

/// Whether the page receives live updates. Not a live region: `Announcer` announces each outage once.
#[component]
pub(crate) fn LiveIndicator() -> impl IntoView {
    let connection = use_live().connection;
    let state = move || match connection.get() {
        Connection::Connecting => ("connecting", "Connecting", "Connecting to the server."),
        Connection::Live => ("live", "Live", "Changes appear immediately."),
        Connection::Reconnecting => {
            ("reconnecting", "Reconnecting", "Live updates interrupted. Checking every 5 seconds.")
        }
        Connection::Stale => {
            ("stale", "Stale", "The server is not responding. This page may be out of date.")
        }
    };
    view! {
        <span
            class=move || format!("live-indicator is-{} needs-script", state().0)
            title=move || state().2
        >
            <span class="live-dot" aria-hidden="true"></span>
            <span class="live-word">{move || state().1}</span>
        </span>
    }
}
