//! The browser entry of jira-sync: hydrates the app.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, then marks the body so that styles and tests know.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Lives as long as the page; read before the first call of a server function.
    leptos::server_fn::client::set_server_url(app::base_path().leak());
    leptos::mount::hydrate_body(app::App);
    if let Some(body) = leptos::prelude::document().body() {
        let _ = body.set_attribute("data-hydrated", "");
    }
}
