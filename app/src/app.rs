use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    base_path::base_path,
    browser::{provide_clock, provide_live},
    components::{Announcer, FormAnswer, Header, OutageBanner, PageFocus},
    pages::{DashboardPage, HistoryPage, NotFoundPage, RunPage, SchedulerPage, VerifyPage},
};

/// All pages, with the header. The server renders pages completely ([`SsrMode::Async`]), so that they can be read and
/// used before the WASM has loaded, or without it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_live(provide_clock());

    view! {
        <Title formatter=|page: String| {
            if page.is_empty() { "jira-sync".to_owned() } else { format!("{page} · jira-sync") }
        } />
        <Router base=base_path()>
            <a class="skip-link" href="#main" rel="external">
                "Skip to content"
            </a>
            <Header />
            <Announcer />
            <PageFocus />
            <main id="main" tabindex="-1">
                <OutageBanner />
                <FormAnswer />
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async />
                    <Route path=path!("/history") view=HistoryPage ssr=SsrMode::Async />
                    <Route path=path!("/history/:sync_id") view=RunPage ssr=SsrMode::Async />
                    <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/scheduler") view=SchedulerPage ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
        </Router>
    }
}
