use leptos::prelude::*;

use crate::{
    components::{Card, CopyButton},
    connect::{CLOUD_TOKENS, FILE, FILE_VARIABLE, SAMPLE, VARIABLES},
    model::SystemStatus,
};

/// How to connect a first site; nothing once a site is enabled.
#[component]
pub(super) fn ConnectCard(system: Signal<SystemStatus>) -> impl IntoView {
    let has_site = Memo::new(move |_| system.with(SystemStatus::has_site));
    let disabled = Memo::new(move |_| system.with(|system| !system.sites.is_empty()));
    view! {
        <Show when=move || !has_site.get()>
            <Steps disabled=disabled.get() />
        </Show>
    }
    .into_any()
}

/// `disabled`: there are sites, but none is enabled.
#[component]
fn Steps(disabled: bool) -> impl IntoView {
    let note = disabled.then(|| {
        view! { <p>"All sites are disabled or removed from the settings. Enable one, or connect another."</p> }
    });
    view! {
        <Card id="connect" title="Connect a Jira site">
            {note}
            <ol class="steps">
                <li>
                    <strong>"Get a token."</strong>
                    " Jira Cloud: "
                    <a href=CLOUD_TOKENS rel="external noreferrer">
                        "create an API token"
                    </a>
                    " on Atlassian's page. Jira Data Center: open your profile in Jira, then Personal Access Tokens."
                </li>
                <li>
                    <strong>"Set these variables and restart jira-sync."</strong>
                    " For a personal access token, leave out the user name."
                    <Snippet text=VARIABLES label="Copy the variables" />
                    <details>
                        <summary>"Or use a file"</summary>
                        <Snippet text=FILE_VARIABLE label="Copy the variable" />
                        <Snippet text=FILE label="Copy the file" />
                        <p class="hint">"Later changes to the file need no restart."</p>
                    </details>
                </li>
            </ol>
            <p>"Or try the sample: " <code>{SAMPLE}</code></p>
        </Card>
    }
    .into_any()
}

/// A text to copy.
#[component]
fn Snippet(text: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <div class="snippet">
            <pre tabindex="0">
                <code>{text}</code>
            </pre>
            <CopyButton text=text.to_owned() label />
        </div>
    }
    .into_any()
}
