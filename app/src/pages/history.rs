use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

mod filter;
mod filter_form;
mod pager;
mod quiet_runs;
mod run_table;

use filter::HistoryFilter;
use filter_form::FilterForm;
use pager::Pager;
use run_table::RunTable;

use super::not_found::set_page_status;
use crate::{
    api::list_runs,
    base_path::at,
    browser::use_live,
    components::{EmptyState, Glyph, Load, ZoneNote},
    error::ApiError,
    model::RunPage,
    text::counted,
};

/// All runs, filtered by the URL's query.
#[component]
pub(crate) fn HistoryPage() -> impl IntoView {
    let live = use_live();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(HistoryFilter::from_query));
    let runs = Resource::new(
        move || (filter.get(), live.runs.get()),
        |(filter, _)| async move { load(filter).await.map_err(name_filter) },
    );
    view! {
        <Title text="History" />
        <div class="page-head">
            <h1>"History"</h1>
        </div>
        <section class="card" aria-label="Runs">
            <FilterForm filter=filter.into() />
            <Load
                resource=runs
                lines=6
                failed=|| {
                    view! {
                        <p>
                            <a class="button" href=at("/history")>
                                "Show all runs"
                            </a>
                        </p>
                    }
                }
                let:page
            >
                {
                    let total = Memo::new(move |_| page.with(|page| page.total));
                    let empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
                    view! {
                        <div class="result-line">
                            <p class="result-count muted" role="status">
                                {move || {
                                    let what = if filter.with(HistoryFilter::narrows) {
                                        "matching run"
                                    } else {
                                        "run"
                                    };
                                    (total.get() > 0).then(|| counted(total.get(), what))
                                }}
                            </p>
                            <ZoneNote />
                        </div>
                        <Show
                            when=move || !empty.get()
                            fallback=move || view! { <NoRuns filter=filter.into() /> }
                        >
                            <RunTable runs=Signal::derive(move || page.get().items) />
                        </Show>
                        <Pager filter=filter.into() total=total.into() />
                    }
                }
            </Load>
        </section>
    }
    .into_any()
}

/// The page of the filter, or the last one if there are fewer.
async fn load(filter: HistoryFilter) -> Result<RunPage, ApiError> {
    let found = list_runs(filter.request(filter.page)).await?;
    let last = filter.shown_page(found.total);
    if last == filter.page { Ok(found) } else { list_runs(filter.request(last)).await }
}

/// Retitles a 422: on this page, the invalid values are those of the filter in the URL.
fn name_filter(error: ApiError) -> ApiError {
    if error.status != 422 {
        return error;
    }
    set_page_status(422);
    ApiError { title: "Invalid filter".to_owned(), ..error }
}

/// The empty list, which differs between "no runs yet" and "no run matches".
#[component]
fn NoRuns(filter: Signal<HistoryFilter>) -> impl IntoView {
    move || {
        let filter = filter.get();
        if filter.narrows() {
            view! {
                <EmptyState glyph=Glyph::Info title="No matching runs">
                    <a href=at("/history")>"Show all runs"</a>
                </EmptyState>
            }
        } else {
            view! {
                <EmptyState glyph=Glyph::Clock title="No runs yet">
                    "Start the first sync on the "
                    <a href=at("/")>"dashboard"</a>
                    "; it will appear here."
                </EmptyState>
            }
        }
    }
}
