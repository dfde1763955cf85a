//! The entry point in the browser: hydrates the app.

use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the page that the server rendered, then marks the body for styles and tests.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Must be set before the first call of a server function. Leaked because it is needed for the page's whole
    // lifetime.
    leptos::server_fn::client::set_server_url(app::base_path().leak());
    leptos::mount::hydrate_body(app::App);
    if let Some(body) = leptos::prelude::document().body() {
        let _ = body.set_attribute("data-hydrated", "");
    }
}
