use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::HistoryFilter;
use crate::{
    base_path::at,
    browser::form_query,
    components::run_look,
    model::{RunStatus, SyncType},
};

/// The filter as a form that changes the URL, so that it works without scripts and can be bookmarked. With scripts, each
/// change applies at once.
#[component]
pub(super) fn FilterForm(filter: Signal<HistoryFilter>) -> impl IntoView {
    let mut statuses = vec![("", "All")];
    statuses.extend(RunStatus::STORED.map(|status| (status.as_str(), run_look(status).word)));
    let types = [
        ("", "Manual and scheduled"),
        (SyncType::Manual.as_str(), "Manual"),
        (SyncType::Scheduled.as_str(), "Scheduled"),
        (SyncType::Webhook.as_str(), "Webhook"),
    ];
    let navigate = use_navigate();
    let apply = move |query: String| {
        // The page stays where it is, with the keyboard's focus in the form.
        let options = NavigateOptions { resolve: false, scroll: false, ..NavigateOptions::default() };
        let question = if query.is_empty() { "" } else { "?" };
        navigate(&format!("{}{question}{query}", at("/history")), options);
    };
    let apply_change = apply.clone();
    view! {
        // The router's own form would prepend the base path twice.
        <form
            method="get"
            action=at("/history")
            class="filter"
            role="search"
            aria-label="Filter runs"
            on:submit=move |event| {
                event.prevent_default();
                apply(form_query(&event));
            }
            on:change=move |event| {
                let query = form_query(&event);
                if !has_unfinished_date(&query) {
                    apply_change(query);
                }
            }
        >
            <label class="field">
                <span>"Status"</span>
                <Choice
                    name="status"
                    chosen=Signal::derive(move || filter.get().status)
                    options=statuses
                />
            </label>
            <label class="field">
                <span>"Type"</span>
                <Choice
                    name="sync_type"
                    chosen=Signal::derive(move || filter.get().sync_type)
                    options=types.to_vec()
                />
            </label>
            <label class="field">
                <span>"From (UTC)"</span>
                <input
                    type="date"
                    name="start_date"
                    value=move || filter.get().start_date
                    prop:value=move || filter.get().start_date
                />
            </label>
            <label class="field">
                <span>"To (UTC)"</span>
                <input
                    type="date"
                    name="end_date"
                    value=move || filter.get().end_date
                    prop:value=move || filter.get().end_date
                />
            </label>
            <div class="actions">
                <button type="submit" class="button primary without-script">
                    "Filter"
                </button>
                <Show when=move || filter.with(HistoryFilter::narrows)>
                    <a class="button ghost" href=at("/history")>
                        "Clear"
                    </a>
                </Show>
            </div>
        </form>
    }
    .into_any()
}

/// Whether somebody is still typing a year: `2026` is `0002`, `0020` and `0202` before.
fn has_unfinished_date(query: &str) -> bool {
    query.contains("_date=0")
}

#[component]
fn Choice(
    name: &'static str,
    chosen: Signal<String>,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let option = move |(value, word): (&'static str, &'static str)| {
        let selected = move || chosen.with(|chosen| chosen == value);
        view! {
            <option value=value selected=selected>
                {word}
            </option>
        }
    };
    view! {
        <select name=name prop:value=move || chosen.get()>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
}
