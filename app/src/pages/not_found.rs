use leptos::prelude::*;
use leptos_meta::Title;

use crate::base_path::at;

/// Answers the page being rendered with this HTTP status; nothing in the browser.
pub(crate) fn set_page_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// An address that leads nowhere.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    set_page_status(404);
    view! {
        <Title text="Page not found" />
        <div class="not-found">
            <p class="not-found-code" aria-hidden="true">
                "404"
            </p>
            <h1>"There is no such page"</h1>
            <p class="muted">"The address may be misspelt, or the run it names was never recorded."</p>
            <p class="actions">
                <a class="button primary" href=at("/")>
                    "Go to the dashboard"
                </a>
                <a class="button" href=at("/history")>
                    "See the history"
                </a>
            </p>
        </div>
    }
    .into_any()
}
