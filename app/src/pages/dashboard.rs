use leptos::prelude::*;
use leptos_meta::Title;

mod connect_card;
mod health_card;
mod last_sync_card;
mod next_sync_card;
mod phase;
mod problems;
mod progress_head;
mod progress_panel;
mod project_groups;
mod project_rows;
mod recent_card;
mod sync_card;
mod sync_controls;
mod week_card;

pub(crate) use next_sync_card::NextRun;
pub(crate) use progress_head::ProgressHead;
pub(crate) use project_rows::ProjectRows;

use connect_card::ConnectCard;
use health_card::{HealthBadge, HealthCard};
use last_sync_card::LastSyncCard;
use next_sync_card::NextSyncCard;
use problems::Problems;
use progress_panel::ProgressPanel;
use recent_card::RecentCard;
use sync_card::SyncCard;
use week_card::WeekCard;

use crate::{
    api::{get_run_summary, get_scheduler_status, get_system_status, list_runs},
    browser::use_live,
    components::Load,
    model::RunFilter,
};

/// The number of runs in the strip.
const RECENT: u64 = 60;

/// The running sync, the next and the last one, recent runs, and the system's health.
#[component]
pub(crate) fn DashboardPage() -> impl IntoView {
    let live = use_live();
    let version = move || live.runs.get();
    // A first site is shown at once, not only when its first run starts.
    let waits = Memo::new(move |_| {
        live.scheduler.with(|status| status.as_ref().is_some_and(|status| status.waits_for_site))
    });
    let system = Resource::new(move || (version(), waits.get()), |_| get_system_status());
    let scheduler = Resource::new(version, |_| get_scheduler_status());
    let summary = Resource::new(version, |_| get_run_summary());
    let recent =
        Resource::new(version, |_| list_runs(RunFilter { limit: Some(RECENT), ..RunFilter::default() }));

    view! {
        <Title text="Dashboard" />
        <div class="page-head">
            <h1>"Dashboard"</h1>
            <HealthBadge system />
        </div>
        <Load resource=system lines=0 let:system>
            <ConnectCard system />
            <Problems system />
        </Load>
        <div class="columns">
            <div class="stack">
                <SyncCard system />
                <WeekCard summary />
                <RecentCard recent />
            </div>
            <div class="stack">
                <NextSyncCard scheduler />
                <LastSyncCard system />
            </div>
        </div>
        <HealthCard system />
    }
    .into_any()
}
