use leptos::prelude::*;
use leptos_meta::Title;

mod interval_card;
mod slots_card;
mod status_card;
mod upcoming_card;

use interval_card::IntervalCard;
use slots_card::SlotsCard;
use status_card::StatusCard;
use upcoming_card::UpcomingCard;

use crate::{
    api::{get_scheduler_status, get_upcoming_runs, list_slots},
    browser::use_live,
};

/// The schedule: the next runs, the switch, the interval, and the log of past slots.
#[component]
pub(crate) fn SchedulerPage() -> impl IntoView {
    let live = use_live();
    let loaded = Resource::new(move || live.runs.get(), |_| get_scheduler_status());
    // Both lists change with the schedule, with its next run, and when a run starts or ends.
    let version = move || (live.plans.get(), live.runs.get());
    let slots = Resource::new(version, |_| list_slots(Some(20)));
    // The interval in the form, until it is saved or discarded.
    let draft = RwSignal::new(None::<u32>);
    let upcoming = Resource::new(
        move || (version(), draft.get()),
        |(_, draft)| get_upcoming_runs(Some(6), draft.map(i64::from)),
    );

    view! {
        <Title text="Scheduler" />
        <div class="page-head">
            <h1>"Scheduler"</h1>
        </div>
        <div class="columns">
            <div class="stack">
                <StatusCard loaded />
                <IntervalCard loaded preview=draft />
            </div>
            <div class="stack">
                <UpcomingCard upcoming draft=draft.into() />
            </div>
        </div>
        <SlotsCard slots />
    }
    .into_any()
}
