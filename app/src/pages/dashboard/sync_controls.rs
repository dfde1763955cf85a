use leptos::{html, prelude::*};

use crate::{
    api::{StartSync, StopSync},
    base_path::at,
    browser::{show_dialog, use_live},
    components::{Dialog, ErrorNote, Glyph, Icon, Notice, Tone},
    model::{Progress, RunStatus, SystemStatus},
    text::counted,
};

/// Start, stop and full sync. Each is a plain form, so that it works before the WASM has loaded.
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
    let blocked = Memo::new(move |_| why_not_start(&system.get(), &progress.get()));
    let cannot_start = Signal::derive(move || starting.get() || blocked.with(Option::is_some));
    let status = move || progress.with(|progress| progress.status);
    let dialog = NodeRef::<html::Dialog>::new();

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
                    {move || if starting.get() { "Starting…" } else { "Start Sync" }}
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
            <button
                type="button"
                class="button ghost"
                disabled=cannot_start
                commandfor="full-sync"
                command="show-modal"
                on:click=move |event| show_dialog(&event, dialog)
            >
                "Full sync…"
            </button>
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
                            format!(
                                "Stopping keeps what is saved: {saved} so far. The next sync continues from there.",
                            )
                        })
                }}
            </p>
        </div>
        <div class="answers">
            {move || start.value().get().map(answer)} {move || stop.value().get().map(answer)}
        </div>
        <Dialog id="full-sync" title="Read every issue again?" node=dialog>
            <p>{move || cost(&system.get())}</p>
            <p class="muted">
                "An ordinary sync reads only what changed and finds the same. A full one mends a copy that you do not trust."
            </p>
            <div class="actions end">
                <form method="dialog">
                    <button type="submit" class="button">
                        "Cancel"
                    </button>
                </form>
                <form
                    method="post"
                    action=at("/forms/sync/start")
                    on:submit=move |event| {
                        event.prevent_default();
                        start.dispatch(StartSync { force: true });
                        if let Some(dialog) = dialog.get_untracked() {
                            dialog.close();
                        }
                    }
                >
                    <input type="hidden" name="force" value="true" />
                    <button type="submit" class="button primary">
                        "Start full sync"
                    </button>
                </form>
            </div>
        </Dialog>
    }
    .into_any()
}

fn answer(answer: Result<crate::model::SyncAnswer, crate::error::ApiError>) -> AnyView {
    match answer {
        Ok(answer) if answer.success => None,
        Ok(answer) => Some(view! { <Notice tone=Tone::Warn>{answer.message}</Notice> }.into_any()),
        Err(error) => Some(view! { <ErrorNote error /> }.into_any()),
    }
    .into_any()
}

/// Why Start is disabled, and what to do.
fn why_not_start(system: &SystemStatus, progress: &Progress) -> Option<&'static str> {
    match progress.status {
        RunStatus::Running => Some("A sync is running; only one runs at a time."),
        RunStatus::Stopping => Some("The sync is stopping at the end of its page."),
        _ if !system.database_connected => Some("The database does not answer; nothing could be saved."),
        _ if !system.sites.iter().any(|site| site.enabled) => Some(
            "Set JIRA_INSTANCES (or JIRA_URL_1, JIRA_USERNAME_1, JIRA_PASSWORD_1) and restart, then start the first sync.",
        ),
        _ => None,
    }
}

/// What a full sync costs here.
fn cost(system: &SystemStatus) -> String {
    let issues: u64 = system.sites.iter().map(|site| site.issues).sum();
    let sites = system.sites.iter().filter(|site| site.enabled).count() as u64;
    if issues == 0 {
        return "Every issue of every project is read from Jira.".to_owned();
    }
    format!(
        "All {} of {} are read from Jira again. This takes as long as the first sync did, and counts against Jira's rate limits.",
        counted(issues, "issue"),
        counted(sites, "site"),
    )
}
