use leptos::prelude::*;
use leptos_router::components::A;

use super::{LiveIndicator, ThemeToggle};
use crate::base_path::at;

/// The bar at the top of every page.
#[component]
pub(crate) fn Header() -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="site-header-inner">
                <a class="brand" href=at("/")>
                    <Logo />
                    <span>"jira-sync"</span>
                </a>
                <nav aria-label="Main" class="site-nav">
                    <A href=at("/") exact=true>
                        "Dashboard"
                    </A>
                    <A href=at("/history")>"History"</A>
                    <A href=at("/verify")>"Data check"</A>
                    <A href=at("/admin/scheduler")>"Scheduler"</A>
                </nav>
                <div class="site-tools">
                    <LiveIndicator />
                    <ThemeToggle />
                </div>
            </div>
        </header>
    }
    .into_any()
}

/// The logo, the same as `public/favicon.svg`.
#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" class="logo-ground" />
            <path class="logo-line" d="M23.5 13A8.2 8.2 0 0 0 9 11.2L7.5 13M7.5 8v5h5" />
            <path class="logo-line" d="M8.5 19A8.2 8.2 0 0 0 23 20.8L24.5 19M24.5 24v-5h-5" />
        </svg>
    }
}
