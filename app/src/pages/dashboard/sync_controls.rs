use leptos::prelude::*;

use crate::{
    api::{StartSync, StopSync},
    base_path::at,
    browser::use_live,
    components::{Confirm, ErrorNote, Glyph, Icon, Notice, Tone},
    model::{Progress, RunStatus, SystemStatus},
    text::counted,
};

/// The buttons Start, Stop and Full sync. Each is in a plain form, so that it works before the WASM has loaded.
#[component]
pub(super) fn SyncControls(system: Signal<SystemStatus>, progress: Signal<Progress>) -> impl IntoView {
    let live = use_live();
    let start = ServerAction::<StartSync>::new();
    let stop = ServerAction::<StopSync>::new();
    Effect::new(move |_| {
        if start.value().with(Option::is_some) | stop.value().with(Option::is_some) {
            live.refresh();
        }
    });
    let starting = start.pending();
    let blocked = Memo::new(move |_| start_blocked_by(&system.get(), &progress.get()));
    let cannot_start = Signal::derive(move || starting.get() || blocked.with(Option::is_some));
    let status = move || progress.with(|progress| progress.status);
    let start_full = Callback::new(move |()| {
        start.dispatch(StartSync { force: true });
    });

    view! {
        <div class="actions">
            <form
                method="post"
                action=at("/forms/sync/start")
                on:submit=move |event| {
                    event.prevent_default();
                    start.dispatch(StartSync { force: false });
                }
            >
                <button
                    type="submit"
                    class="button primary"
                    disabled=cannot_start
                    aria-describedby="start-reason"
                >
                    <Icon glyph=Glyph::Play />
                    {move || if starting.get() { "Starting…" } else { "Start sync" }}
                </button>
            </form>
            <form
                method="post"
                action=at("/forms/sync/stop")
                on:submit=move |event| {
                    event.prevent_default();
                    stop.dispatch(StopSync {});
                }
            >
                <button
                    type="submit"
                    class="button"
                    disabled=move || status() != RunStatus::Running || stop.pending().get()
                    aria-describedby="stop-reason"
                >
                    <Icon glyph=Glyph::Stop />
                    {move || {
                        if status() == RunStatus::Stopping || stop.pending().get() {
                            "Stopping…"
                        } else {
                            "Stop"
                        }
                    }}
                </button>
            </form>
            <Confirm
                id="full-sync"
                open="Full sync…"
                class="ghost"
                disabled=cannot_start
                title="Run a full sync?"
                action="/forms/sync/start"
                members=vec![("force", "true".to_owned())]
                submit="Start full sync"
                on_submit=start_full
            >
                <p>{move || cost(&system.get())}</p>
                <p class="muted">
                    "Use it if you suspect the data is wrong. Otherwise start a normal sync, which fetches only changes."
                </p>
            </Confirm>
        </div>
        <div class="hints">
            <p class="hint" id="start-reason">
                {move || blocked.get()}
            </p>
            <p class="hint" id="stop-reason">
                {move || {
                    (status() == RunStatus::Running)
                        .then(|| {
                            let saved = counted(progress.with(|progress| progress.current_issues), "issue");
                            format!("{saved} saved so far. You can stop safely.")
                        })
                }}
            </p>
        </div>
        <div class="answers">
            {move || start.value().get().map(refusal)} {move || stop.value().get().map(refusal)}
        </div>
    }
    .into_any()
}

fn refusal(answer: Result<crate::model::SyncAnswer, crate::error::ApiError>) -> AnyView {
    match answer {
        Ok(answer) if answer.success => None,
        Ok(answer) => Some(view! { <Notice tone=Tone::Warn>{answer.message}</Notice> }.into_any()),
        Err(error) => Some(view! { <ErrorNote error /> }.into_any()),
    }
    .into_any()
}

/// Why Start is disabled, and what to do about it.
fn start_blocked_by(system: &SystemStatus, progress: &Progress) -> Option<&'static str> {
    match progress.status {
        RunStatus::Running => Some("A sync is running. Only one can run at a time."),
        RunStatus::Stopping => Some("Stopping after the current page…"),
        _ if !system.database_connected => Some("The database is not responding. Check that it is running."),
        _ if !system.has_site() => Some("Connect a Jira site first."),
        _ => None,
    }
}

/// What a full sync of the current sites costs.
fn cost(system: &SystemStatus) -> String {
    let issues: u64 = system.sites.iter().map(|site| site.issues).sum();
    let sites = system.sites.iter().filter(|site| site.enabled).count() as u64;
    if issues == 0 {
        return "Fetches every issue of every project from Jira.".to_owned();
    }
    format!(
        "Fetches all {} of {} from Jira again. This takes as long as the first sync and counts against Jira's rate limits.",
        counted(issues, "issue"),
        counted(sites, "site"),
    )
}
