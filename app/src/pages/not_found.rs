use leptos::prelude::*;
use leptos_meta::Title;

use crate::base_path::at;

/// Sets the HTTP status of the page being rendered. Does nothing in the browser.
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

/// The page for unknown URLs.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    set_page_status(404);
    view! {
        <Title text="Page not found" />
        <div class="not-found">
            <p class="not-found-code" aria-hidden="true">
                "404"
            </p>
            <h1>"Page not found"</h1>
            <p class="muted">"Check the address for typing errors."</p>
            <p class="actions">
                <a class="button primary" href=at("/")>
                    "Go to the dashboard"
                </a>
                <a class="button" href=at("/history")>
                    "View history"
                </a>
            </p>
        </div>
    }
    .into_any()
}
