use http::{HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;

use crate::{
    app::App,
    base_path::{at, base_path},
    model::Marks,
};

/// Applies the stored theme before the first paint, so that pages do not flash; see `browser::theme`.
const THEME: &str =
    "try{const t=localStorage.getItem('theme');if(t)document.documentElement.dataset.theme=t}catch{}";

/// The HTML document around the app, which the server sends for every page with its content security policy.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    set_content_security_policy();
    // Not Leptos' own tags: these look for the files in the server's working directory.
    let file = |kind: &str| at(&format!("/{}/{}.{kind}", options.site_pkg_dir, options.output_name));
    let (style, script, wasm) = (file("css"), file("js"), file("wasm"));
    let hydrate = format!(
        "import start, {{ hydrate }} from {script:?}; await start({{ module_or_path: {wasm:?} }}); hydrate();"
    );
    // Read by `browser::live`.
    let marks = use_context::<Marks>().map(|marks| marks.to_string());
    view! {
        <!DOCTYPE html>
        <html lang="en" data-base=base_path() data-marks=marks>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Keeps a complete, current copy of Jira in your database." />
                <script nonce=use_nonce()>{THEME}</script>
                <link rel="icon" href=at("/favicon.svg") type="image/svg+xml" />
                <link id="leptos" rel="stylesheet" href=style />
                <AutoReload options />
                <link rel="modulepreload" href=script />
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
                <script type="module" nonce=use_nonce()>{hydrate}</script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Allows only the server's own files, and scripts with this request's nonce.
fn set_content_security_policy() {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
    // `cargo leptos watch` reloads pages through a WebSocket on another port.
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; connect-src 'self'{reload}; \
         img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
