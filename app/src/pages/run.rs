use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

mod metrics;
mod projects;
mod removed;
mod summary;
mod warnings;

use metrics::MetricsCard;
use projects::ProjectsCard;
use removed::RemovedCard;
use summary::Summary;
use warnings::WarningsCard;

use super::{live_run, not_found::set_page_status};
use crate::{
    api::{get_progress, get_run, get_run_metrics, list_run_projects, list_run_warnings},
    base_path::at,
    browser::{use_clock, use_live},
    components::{Card, Load, ZoneNote},
    error::ApiError,
    model::{Progress, Run, RunMetrics, RunProjects, RunWarnings},
};

/// A run, with its progress if it was active when it was loaded: the page shows it before the live stream opens, and
/// without script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct LoadedRun {
    run: Run,
    progress: Option<Progress>,
}

/// Everything about one run, at a URL that works for as long as the run is kept.
#[component]
pub(crate) fn RunPage() -> impl IntoView {
    let live = use_live();
    let params = use_params_map();
    // A run that does not exist is not requested again when another run starts or ends.
    let missing = RwSignal::new(false);
    let key = Memo::new(move |before: Option<&(String, _)>| {
        let now = (params.with(|params| params.get("sync_id").unwrap_or_default()), live.runs.get());
        match before {
            Some(before) if missing.get_untracked() && before.0 == now.0 => before.clone(),
            _ => now,
        }
    });
    let run =
        Resource::new(move || key.get(), |(sync_id, _)| async move { with_status(load(sync_id).await) });
    Effect::new(move |_| {
        let answer = run.get();
        missing.set(matches!(answer, Some(Err(error)) if error.status == 404));
    });
    let projects = Resource::new(move || key.get(), |(sync_id, _)| list_run_projects(sync_id));
    let metrics = Resource::new(move || key.get(), |(sync_id, _)| get_run_metrics(sync_id));
    let warnings = Resource::new(move || key.get(), |(sync_id, _)| list_run_warnings(sync_id));

    view! {
        <Title text="Sync run" />
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <a href=at("/history")>"History"</a>
        </nav>
        <div class="page-head">
            <h1>"Sync run"</h1>
        </div>
        <div class="stack">
            <Load
                resource=run
                lines=6
                failed=|| {
                    view! {
                        <p>
                            <a class="button" href=at("/history")>
                                "View all runs"
                            </a>
                        </p>
                    }
                }
                let:loaded
            >
                <Content loaded projects metrics warnings />
            </Load>
        </div>
    }
    .into_any()
}

/// Sets the page's HTTP status from a failed request, so that the page of an unknown run has status 404.
fn with_status<T>(answer: Result<T, ApiError>) -> Result<T, ApiError> {
    answer.inspect_err(|error| set_page_status(error.status))
}

async fn load(sync_id: String) -> Result<LoadedRun, ApiError> {
    let run = get_run(sync_id).await?;
    let progress = if run.status.is_active() { get_progress().await.ok() } else { None };
    Ok(LoadedRun { run, progress })
}

#[component]
fn Content(
    loaded: Signal<LoadedRun>,
    projects: Resource<Result<RunProjects, ApiError>>,
    metrics: Resource<Result<RunMetrics, ApiError>>,
    warnings: Resource<Result<RunWarnings, ApiError>>,
) -> impl IntoView {
    let (live, clock) = (use_live(), use_clock());
    // What is known of the progress of this run: of the last sync it stays until the next one starts.
    let progress = Memo::new(move |_| {
        loaded.with(|loaded| {
            let of_this = |progress: &Progress| progress.sync_id.as_ref() == Some(&loaded.run.sync_id);
            let received = live.progress.get().filter(of_this);
            received.or_else(|| loaded.progress.clone().filter(of_this))
        })
    });
    let run = Memo::new(move |_| {
        let active = loaded.with(|loaded| loaded.run.status.is_active());
        let now = if active { clock.now.get() } else { 0 };
        loaded.with(|loaded| progress.with(|progress| live_run::follow(&loaded.run, progress.as_ref(), now)))
    });
    // Until the run is loaded again after its end, the rows that were loaded with it are out of date as well.
    let active = Signal::derive(move || loaded.with(|loaded| loaded.run.status.is_active()));
    let removed = Memo::new(move |_| run.with(|run| run.details_removed_at.clone()));
    view! {
        <Card id="summary" title="Summary" aside=|| view! { <ZoneNote /> }>
            <Summary run=run.into() progress=progress.into() />
        </Card>
        {move || match removed.get() {
            Some(at) => view! { <RemovedCard at /> }.into_any(),
            None => {
                view! {
                    <ProjectsCard projects progress=progress.into() active />
                    <MetricsCard metrics />
                    <WarningsCard warnings />
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}
