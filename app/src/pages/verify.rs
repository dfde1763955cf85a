use leptos::prelude::*;
use leptos_meta::Title;

mod doubts;
mod losses;
mod quarantine;
mod table;

use doubts::Doubts;
use losses::Losses;
use quarantine::QuarantineCard;
use table::DriftTable;

use crate::{
    api::{AcceptSite, CheckDrift, RepairDrift, get_drift},
    base_path::at,
    browser::use_live,
    components::{Badge, Card, EmptyState, ErrorNote, Glyph, Icon, Load, Look, Notice, Tone},
    error::ApiError,
    model::{Acknowledgement, DriftOverview, ProjectDrift, SyncAnswer},
    text::counted,
};

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
    // Polls while a comparison is running.
    Effect::new(move |_| {
        if matches!(overview.get(), Some(Ok(overview)) if overview.checking) {
            set_timeout(move || polls.update(|n| *n += 1), std::time::Duration::from_secs(1));
        }
    });
    Effect::new(move |_| {
        if repair.value().with(Option::is_some) | accept.value().with(Option::is_some) {
            live.refresh();
        }
    });

    view! {
        <Title text="Verify" />
        <div class="page-head">
            <h1>"Verify"</h1>
        </div>
        <div class="stack">
            <Load resource=overview lines=6 let:overview>
                <Card id="drift" title="Data check">
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
                            <button type="submit" class="button" disabled=move || repair.pending().get()>
                                "Repair"
                            </button>
                        </form>
                    </div>
                    <p class="hint">
                        "Compare reads the ID and update time of every issue in Jira and changes nothing. Repair runs a census, a full comparison that fetches missing and outdated issues and marks deleted ones."
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
fn State(overview: Signal<DriftOverview>) -> impl IntoView {
    let look = Signal::derive(move || overview.with(look));
    view! {
        <p class="state-line">
            <Badge look />
            <span class="muted">{move || overview.with(words)}</span>
        </p>
        {move || {
            overview
                .with(|overview| overview.error_message.clone())
                .map(|message| view! { <Notice tone=Tone::Bad>{message}</Notice> })
        }}
    }
}

#[component]
fn Projects(overview: Signal<DriftOverview>) -> impl IntoView {
    let rows = Memo::new(move |_| overview.with(|overview| overview.projects.clone()));
    let empty = Memo::new(move |_| rows.with(Vec::is_empty));
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
            <DriftTable rows=rows.into() />
        </Show>
    }
}

fn differing(overview: &DriftOverview) -> u64 {
    overview.projects.iter().map(ProjectDrift::differing).sum()
}

fn look(overview: &DriftOverview) -> Look {
    let failed = overview.projects.iter().any(|project| project.error_message.is_some());
    match (overview.projects.is_empty(), differing(overview)) {
        (true, _) => Look::new(Tone::Quiet, Glyph::Info, "Unknown"),
        (_, 0) if failed => Look::new(Tone::Warn, Glyph::Alert, "Partly checked"),
        (_, 0) => Look::new(Tone::Good, Glyph::Check, "Matches Jira"),
        _ => Look::new(Tone::Warn, Glyph::Alert, "Differs"),
    }
}

fn words(overview: &DriftOverview) -> String {
    let issues: u64 = overview.projects.iter().map(|project| project.issues).sum();
    match (overview.projects.is_empty(), differing(overview)) {
        (true, _) => "The data has not been compared with Jira yet.".to_owned(),
        (_, 0) => format!("{} compared, no differences.", counted(issues, "issue")),
        (_, n) => format!("{} compared, {}.", counted(issues, "issue"), counted(n, "difference")),
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
