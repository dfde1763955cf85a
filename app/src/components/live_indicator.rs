use leptos::prelude::*;

use crate::browser::{Connection, use_live};

/// Whether what the page shows is fresh.
#[component]
pub(crate) fn LiveIndicator() -> impl IntoView {
    let connection = use_live().connection;
    let state = move || match connection.get() {
        Connection::Connecting => ("connecting", "Connecting", "Waiting for the first word from the server."),
        Connection::Live => ("live", "Live", "The server sends every change."),
        Connection::Reconnecting => {
            ("reconnecting", "Reconnecting", "The live stream broke; the page asks every 5 seconds.")
        }
        Connection::Stale => {
            ("stale", "Stale", "The server does not answer; what you see may be out of date.")
        }
    };
    view! {
        <span
            class=move || format!("live-indicator is-{} needs-script", state().0)
            role="status"
            title=move || state().2
        >
            <span class="live-dot" aria-hidden="true"></span>
            <span class="live-word">{move || state().1}</span>
        </span>
    }
}
