use leptos::prelude::*;

use super::{outage_banner::words, run_look};
use crate::browser::use_live;

/// Tells screen readers, once each, that a sync started or ended, and that the connection was lost or is back.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let live = use_live();
    let (text, set_text) = signal(String::new());
    Effect::new(move |was_out: Option<bool>| {
        let outage = live.outage.get();
        match &outage {
            Some(outage) => set_text.set(words(outage)),
            None if was_out == Some(true) => set_text.set("Connected to jira-sync again.".to_owned()),
            None => {}
        }
        outage.is_some()
    });
    // None before the first message, which does not report a change.
    let status = Memo::new(move |_| live.progress.with(|progress| progress.as_ref().map(|p| p.status)));
    Effect::new(move |was_active: Option<Option<bool>>| {
        let status = status.get();
        let active = status.map(|status| status.is_active());
        match (was_active.flatten(), active, status) {
            (Some(false), Some(true), _) => set_text.set("Sync started".to_owned()),
            (Some(true), Some(false), Some(status)) => {
                set_text.set(format!("Sync {}", run_look(status).word.to_lowercase()));
            }
            _ => {}
        }
        active
    });
    view! {
        <p class="visually-hidden announcer" role="status">
            {text}
        </p>
    }
}
