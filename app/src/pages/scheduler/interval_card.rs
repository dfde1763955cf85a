use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use super::status_card::{refused, warning};
use crate::{
    api::{get_interval_advice, save_scheduler_config},
    base_path::at,
    browser::{guard_unsaved, use_live},
    components::{Card, ErrorNote, INTERVAL_NOTE, IntervalSlider, Load, Notice, Tone},
    error::ApiError,
    model::{
        IntervalAdvice, SchedulerConfig, SchedulerStatus,
        ranges::{self, INTERVAL_MINUTES},
    },
    text::interval,
};

/// Advice is requested when the value has not changed for this long.
const DEBOUNCE: Duration = Duration::from_millis(200);

/// The interval of the schedule. A typed value stays until it is saved or discarded, even if the server sends another.
#[component]
pub(super) fn IntervalCard(
    loaded: Resource<Result<SchedulerStatus, ApiError>>,
    /// Receives the allowed minutes that are typed and not saved.
    preview: RwSignal<Option<u32>>,
) -> impl IntoView {
    let live = use_live();
    view! {
        <Card id="interval" title="Interval">
            <Load resource=loaded let:loaded>
                <IntervalForm status=live.scheduler_or(loaded) preview />
            </Load>
        </Card>
    }
}

#[component]
fn IntervalForm(status: Signal<SchedulerStatus>, preview: RwSignal<Option<u32>>) -> impl IntoView {
    let live = use_live();
    let saved = Memo::new(move |_| status.with(|status| status.interval_minutes));
    let draft = RwSignal::new(None::<String>);
    let text = Memo::new(move |_| draft.get().unwrap_or_else(|| saved.get().to_string()));
    let minutes = Memo::new(move |_| text.with(|text| ranges::typed_minutes(text)));
    let allowed = Memo::new(move |_| minutes.get().filter(|minutes| INTERVAL_MINUTES.contains(minutes)));
    let dirty = Memo::new(move |_| draft.with(Option::is_some) && minutes.get() != Some(saved.get()));
    guard_unsaved(dirty.into());

    // Advice on the typed interval; the status contains the advice on the saved one.
    let typed_advice = RwSignal::new(None::<IntervalAdvice>);
    let advice = Memo::new(move |_| {
        let typed = if dirty.get() { typed_advice.get() } else { None };
        typed.or_else(|| status.with(|status| status.advice.clone()))
    });
    Effect::new(move |earlier: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = earlier.flatten() {
            timer.clear();
        }
        let typed = allowed.get().filter(|_| dirty.get());
        if typed.is_none() {
            preview.set(None);
        }
        let minutes = typed?;
        let ask = move || {
            preview.set(Some(minutes));
            spawn_local(async move {
                if let Ok(advice) = get_interval_advice(minutes.into()).await {
                    typed_advice.set(Some(advice));
                }
            });
        };
        set_timeout_with_handle(ask, DEBOUNCE).ok()
    });
    let edit = Callback::new(move |text| draft.set(Some(text)));

    let save = Action::new(move |config: &SchedulerConfig| {
        let config = config.clone();
        async move {
            let answer = save_scheduler_config(config.clone()).await;
            if refused(&answer).is_none() {
                let interval_minutes = config.interval_minutes;
                live.scheduler.set(Some(SchedulerStatus { interval_minutes, ..status.get_untracked() }));
                draft.set(None);
            }
            live.refresh();
            answer
        }
    });
    let enabled = move || status.with(|status| status.enabled);

    view! {
        <form
            class="stack"
            method="post"
            action=at("/forms/scheduler")
            on:submit=move |event| {
                event.prevent_default();
                if let Some(interval_minutes) = allowed.get_untracked() {
                    save.dispatch(SchedulerConfig {
                        enabled: enabled(),
                        interval_minutes,
                    });
                }
            }
        >
            <input type="hidden" name="enabled" value=move || enabled().to_string() />
            <IntervalSlider text=text.into() saved=saved.into() advice=advice.into() edit />
            <p id=INTERVAL_NOTE class="advice" class:is-invalid=move || allowed.get().is_none() role="status">
                {move || match allowed.get() {
                    Some(_) => advice.get().map(|advice| advice.text),
                    None => {
                        let (least, most) = (INTERVAL_MINUTES.start(), INTERVAL_MINUTES.end());
                        Some(format!("Enter a whole number of minutes from {least} to {most}."))
                    }
                }}
            </p>
            <div class="actions">
                <button type="submit" class="button primary" disabled=move || save.pending().get()>
                    {move || if save.pending().get() { "Saving…" } else { "Save interval" }}
                </button>
                <Show when=move || dirty.get()>
                    <button type="button" class="button ghost" on:click=move |_| draft.set(None)>
                        "Discard"
                    </button>
                    <span class="muted">
                        {move || format!("Not saved yet. Syncs still run every {}.", interval(saved.get()))}
                    </span>
                </Show>
            </div>
        </form>
        {move || {
            save.value()
                .get()
                .filter(|_| !dirty.get() || !save.value().with(|answer| matches!(answer, Some(Ok(_)))))
                .map(|answer| match refused(&answer) {
                    None => {
                        let warning = warning(&answer);
                        let message = answer.map(|answer| answer.message).unwrap_or_default();
                        view! {
                            <Notice tone=Tone::Good>{message}</Notice>
                            {warning}
                        }
                            .into_any()
                    }
                    Some(error) => view! { <ErrorNote error /> }.into_any(),
                })
        }}
    }
    .into_any()
}
