use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_meta::Title;

mod doubts;
mod losses;
mod quarantine;
mod state;
mod table;

use doubts::Doubts;
use losses::Losses;
use quarantine::QuarantineCard;
use state::State;
use table::DriftTable;

use crate::{
    api::{AcceptSite, CheckDrift, RepairDrift, get_drift},
    base_path::at,
    browser::use_live,
    components::{Card, EmptyState, ErrorNote, Glyph, Icon, Load, Notice, Tone},
    error::ApiError,
    model::{Acknowledgement, DriftOverview, SyncAnswer},
};

const COMPARISON_POLL: Duration = Duration::from_secs(1);
/// The end of a census is an event of its own.
const CENSUS_POLL: Duration = Duration::from_secs(10);

/// The comparison of the mirror with Jira, project by project, with buttons to compare and repair.
#[component]
pub(crate) fn VerifyPage() -> impl IntoView {
    let live = use_live();
    let check = ServerAction::<CheckDrift>::new();
    let repair = ServerAction::<RepairDrift>::new();
    let accept = ServerAction::<AcceptSite>::new();
    let polls = RwSignal::new(0_u32);
    let overview = Resource::new(
        move || {
            let actions = (check.version().get(), repair.version().get(), accept.version().get());
            (actions, live.runs.get(), polls.get())
        },
        |_| get_drift(),
    );
    // Polls while a comparison or a census is running, and once more: the comparison that follows a repair may start a
    // moment later. One timer at a time, whatever else loads the figures.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let cancel = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |before: Option<bool>| {
        let (checking, census) = overview.with(|answer| match answer {
            Some(Ok(overview)) => (overview.checking, overview.census_running),
            _ => (false, false),
        });
        let busy = checking || census;
        cancel();
        if busy || before == Some(true) {
            let wait = if census && !checking { CENSUS_POLL } else { COMPARISON_POLL };
            let poll = move || polls.update(|n| *n += 1);
            timer.set_value(set_timeout_with_handle(poll, wait).ok());
        }
        busy
    });
    on_cleanup(cancel);
    Effect::new(move |_| {
        if repair.value().with(Option::is_some) | accept.value().with(Option::is_some) {
            live.refresh();
        }
    });

    view! {
        <Title text="Data check" />
        <div class="page-head">
            <h1>"Data check"</h1>
        </div>
        <div class="stack">
            <Load resource=overview lines=6 let:overview>
                <Card id="drift" title="Comparison with Jira">
                    <State overview />
                    <div class="actions">
                        <form
                            method="post"
                            action=at("/forms/drift/check")
                            on:submit=move |event| {
                                event.prevent_default();
                                check.dispatch(CheckDrift {});
                            }
                        >
                            <button
                                type="submit"
                                class="button primary"
                                disabled=move || overview.with(|o| o.checking) || check.pending().get()
                            >
                                <Icon glyph=Glyph::Play />
                                {move || if overview.with(|o| o.checking) { "Comparing…" } else { "Compare now" }}
                            </button>
                        </form>
                        <form
                            method="post"
                            action=at("/forms/drift/repair")
                            on:submit=move |event| {
                                event.prevent_default();
                                repair.dispatch(RepairDrift { accept_losses: false, site: None, project: None });
                            }
                        >
                            <button
                                type="submit"
                                class="button"
                                disabled=move || overview.with(|o| o.census_running) || repair.pending().get()
                            >
                                "Repair"
                            </button>
                        </form>
                    </div>
                    <p class="hint">
                        "Compare reads the ID and update time of every issue in Jira and changes nothing. Repair runs a census, a full comparison that fetches missing and outdated issues and marks deleted ones; then the data is compared again."
                    </p>
                    <div class="answers">
                        {move || check.value().get().map(refusal)}
                        {move || repair.value().get().map(|answer| started("Repair started. ", answer))}
                        {move || accept.value().get().map(|answer| started("Sync started. ", answer))}
                    </div>
                    <Doubts overview repair accept />
                    <Losses overview repair />
                    <Projects overview />
                </Card>
                <QuarantineCard overview />
            </Load>
        </div>
    }
    .into_any()
}

#[component]
fn Projects(overview: Signal<DriftOverview>) -> impl IntoView {
    let empty = Memo::new(move |_| overview.with(|overview| overview.projects.is_empty()));
    view! {
        <Show
            when=move || !empty.get()
            fallback=|| {
                view! {
                    <EmptyState glyph=Glyph::Info title="Not compared yet">
                        "Press Compare now to compare the data with Jira."
                    </EmptyState>
                }
            }
        >
            <DriftTable overview />
        </Show>
    }
}

fn refusal(answer: Result<Acknowledgement, ApiError>) -> AnyView {
    match answer {
        Ok(answer) if answer.success => ().into_any(),
        Ok(answer) => view! { <Notice tone=Tone::Warn>{answer.message}</Notice> }.into_any(),
        Err(error) => view! { <ErrorNote error /> }.into_any(),
    }
}

fn started(what: &'static str, answer: Result<SyncAnswer, ApiError>) -> AnyView {
    match answer {
        Ok(SyncAnswer { sync_id: Some(sync_id), .. }) => view! {
            <Notice tone=Tone::Good>
                {what} <a href=at(&format!("/history/{sync_id}"))>"View run"</a>
            </Notice>
        }
        .into_any(),
        Ok(answer) => view! { <Notice tone=Tone::Warn>{answer.message}</Notice> }.into_any(),
        Err(error) => view! { <ErrorNote error /> }.into_any(),
    }
}
