use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

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

use super::{dashboard::ProgressPanel, not_found::set_page_status};
use crate::{
    api::{get_run, get_run_metrics, list_run_projects, list_run_warnings},
    base_path::at,
    browser::use_live,
    components::{Card, Load},
    error::ApiError,
};

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
        Resource::new(move || key.get(), |(sync_id, _)| async move { with_status(get_run(sync_id).await) });
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
                let:run
            >
                <Card id="summary" title="Summary">
                    <Summary run />
                </Card>
                <LiveProgress sync_id=Signal::derive(move || key.get().0) />
                {move || match run.with(|run| run.details_removed_at.clone()) {
                    Some(at) => view! { <RemovedCard at /> }.into_any(),
                    None => {
                        view! {
                            <ProjectsCard projects />
                            <MetricsCard metrics />
                            <WarningsCard warnings />
                        }
                            .into_any()
                    }
                }}
            </Load>
        </div>
    }
    .into_any()
}

/// Sets the page's HTTP status from a failed request, so that the page of an unknown run has status 404.
fn with_status<T>(answer: Result<T, ApiError>) -> Result<T, ApiError> {
    answer.inspect_err(|error| set_page_status(error.status))
}

/// The progress of this run while it is active.
#[component]
fn LiveProgress(sync_id: Signal<String>) -> impl IntoView {
    let live = use_live();
    let progress = Memo::new(move |_| {
        live.progress.get().filter(|progress| {
            progress.status.is_active() && sync_id.with(|id| progress.sync_id.as_deref() == Some(id))
        })
    });
    let active = Memo::new(move |_| progress.with(Option::is_some));
    move || {
        if !active.get() {
            return None;
        }
        let first = progress.get_untracked()?;
        let shown = Signal::derive(move || progress.get().unwrap_or_else(|| first.clone()));
        Some(view! {
            <Card id="progress" title="Progress">
                <ProgressPanel progress=shown />
            </Card>
        })
    }
}
