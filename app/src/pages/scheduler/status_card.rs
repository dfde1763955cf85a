use leptos::prelude::*;

use crate::{
    api::{disable_scheduler, enable_scheduler},
    base_path::at,
    browser::use_live,
    components::{Card, ErrorNote, Load, Notice, Switch, Tone},
    error::ApiError,
    model::{Acknowledgement, SchedulerStatus},
    pages::dashboard::NextRun,
};

/// The next run as a headline, and the switch, which is saved at once and moves back if that fails.
#[component]
pub(super) fn StatusCard(loaded: Resource<Result<SchedulerStatus, ApiError>>) -> impl IntoView {
    let live = use_live();
    view! {
        <Card id="status" title="Next sync">
            <Load resource=loaded let:loaded>
                <NextRunAndSwitch status=live.scheduler_or(loaded) />
            </Load>
        </Card>
    }
}

#[component]
fn NextRunAndSwitch(status: Signal<SchedulerStatus>) -> impl IntoView {
    let live = use_live();
    // The requested state, until the server responds.
    let asked = RwSignal::new(None::<bool>);
    let on = Memo::new(move |_| asked.get().unwrap_or_else(|| status.with(|status| status.enabled)));
    let save = Action::new(move |enabled: &bool| {
        let enabled = *enabled;
        async move {
            let answer = if enabled { enable_scheduler().await } else { disable_scheduler().await };
            if refused(&answer).is_none() {
                live.scheduler.set(Some(SchedulerStatus { enabled, ..status.get_untracked() }));
            }
            asked.set(None);
            live.refresh();
            answer
        }
    });
    view! {
        <NextRun status />
        <form
            class="switch-row"
            method="post"
            action=at("/forms/scheduler")
            on:submit=move |event| {
                event.prevent_default();
                if !save.pending().get_untracked() {
                    let enabled = !on.get_untracked();
                    asked.set(Some(enabled));
                    save.dispatch(enabled);
                }
            }
        >
            <input type="hidden" name="enabled" value=move || (!on.get()).to_string() />
            <Switch on label="Run syncs on schedule" busy=save.pending() />
            <span aria-hidden="true">"Run syncs on schedule"</span>
        </form>
        <div class="answers" role="status">
            {move || {
                save.value()
                    .get()
                    .map(|answer| {
                        let error = refused(&answer).map(|error| view! { <ErrorNote error /> });
                        (error, warning(&answer))
                    })
            }}
        </div>
        <p class="hint">
            {move || {
                let zones = status.with(|status| status.tzdb_version.clone());
                format!(
                    "A scheduled sync is skipped while another one runs, or less than a minute after the last one started. Time zones: tzdb {zones}.",
                )
            }}
        </p>
    }
}

/// Why the change was not saved, or None if it was.
pub(super) fn refused(answer: &Result<Acknowledgement, ApiError>) -> Option<ApiError> {
    match answer {
        Ok(answer) if answer.success => None,
        Ok(answer) => Some(ApiError::conflict(answer.message.clone())),
        Err(error) => Some(error.clone()),
    }
}

/// The warning that comes with a saved change.
pub(super) fn warning(answer: &Result<Acknowledgement, ApiError>) -> Option<impl IntoView + use<>> {
    let warning = answer.as_ref().ok().and_then(|answer| answer.warning.clone());
    warning.map(|warning| view! { <Notice tone=Tone::Warn>{warning}</Notice> })
}
