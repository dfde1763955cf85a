use leptos::prelude::*;

use crate::{
    base_path::at,
    components::{Absolute, Badge, Card, EmptyState, Glyph, Load, Look, Relative, Tone, run_look},
    error::ApiError,
    model::{SkipReason, Slot, SlotList, SlotOutcome},
    text::{counted, span},
};

/// The most recent slots with their outcomes; every due slot has exactly one.
#[component]
pub(super) fn SlotsCard(slots: Resource<Result<SlotList, ApiError>>) -> impl IntoView {
    view! {
        <Card id="slots" title="Schedule log">
            <Load resource=slots lines=6 let:slots>
                {
                    let empty = Memo::new(move |_| slots.with(|slots| slots.items.is_empty()));
                    view! {
                        <Show
                            when=move || !empty.get()
                            fallback=|| {
                                view! {
                                    <EmptyState glyph=Glyph::Clock title="No scheduled syncs yet">
                                        "Each scheduled sync is listed here, run or skipped, with the reason."
                                    </EmptyState>
                                }
                            }
                        >
                            <table class="table cards">
                                <caption class="visually-hidden">
                                    "Scheduled syncs, newest first"
                                </caption>
                                <thead>
                                    <tr>
                                        <th scope="col">"Scheduled"</th>
                                        <th scope="col">"Outcome"</th>
                                        <th scope="col">"Details"</th>
                                    </tr>
                                </thead>
                                <tbody>
                                    {move || {
                                        slots
                                            .get()
                                            .items
                                            .into_iter()
                                            .map(|slot| view! { <SlotRow entry=slot /> })
                                            .collect_view()
                                    }}
                                </tbody>
                            </table>
                        </Show>
                    }
                }
            </Load>
        </Card>
    }
}

#[component]
fn SlotRow(entry: Slot) -> impl IntoView {
    let look = match (entry.outcome, &entry.run) {
        (SlotOutcome::Run, Some(run)) => run_look(run.status),
        (SlotOutcome::Run, None) => Look::new(Tone::Good, Glyph::Check, "Run"),
        (SlotOutcome::Skip, _) => Look::new(Tone::Quiet, Glyph::Skip, "Skipped"),
    };
    let words = match (&entry.run, entry.reason) {
        (Some(run), _) if entry.outcome == SlotOutcome::Run => {
            format!("{} in {}", counted(run.total_issues, "issue"), span(run.duration_seconds))
        }
        (_, Some(reason)) => reason_words(reason).to_owned(),
        _ => String::new(),
    };
    let what = if entry.reason == Some(SkipReason::Missed) { "missed slot" } else { "slot" };
    let slots = (entry.count > 1).then(|| counted(entry.count, what));
    view! {
        <tr>
            <th scope="row">
                <Absolute at=entry.due_at.clone() />
                <span class="sub muted">
                    <Relative at=entry.due_at past=true />
                </span>
            </th>
            <td data-label="Outcome">
                <Badge look />
            </td>
            <td data-label="Details" class="wide">
                <span>
                    {words} " "
                    {entry.sync_id.map(|id| view! { <a href=at(&format!("/history/{id}"))>"View run"</a> })}
                </span>
                {slots.map(|text| view! { <span class="sub muted">{text}</span> })}
            </td>
        </tr>
    }
}

/// Why the slot was skipped, as a sentence.
fn reason_words(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::AlreadyRunning => "Another sync was still running.",
        SkipReason::TooRecent => "The last sync started less than a minute earlier.",
        SkipReason::MaintenanceWindow => "A maintenance window was active.",
        SkipReason::Paused => "The schedule was paused.",
        SkipReason::Missed => "No server was running. One run catches up.",
        SkipReason::Disabled => "The schedule was turned off.",
        SkipReason::Superseded => "The schedule had just been changed.",
    }
}
