use leptos::prelude::*;

use super::{Glyph, Icon, Tone};
use crate::{browser::copy, error::ApiError};

/// A short message in a box. `role="status"` makes screen readers say it when it appears.
#[component]
pub(crate) fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let glyph = match tone {
        Tone::Good => Glyph::Check,
        Tone::Warn | Tone::Bad => Glyph::Alert,
        Tone::Busy | Tone::Quiet => Glyph::Info,
    };
    view! {
        <div class=format!("notice {}", tone.class()) role="status">
            <Icon glyph />
            <div>{children()}</div>
        </div>
    }
}

/// What the server answered instead of what was asked for.
#[component]
pub(crate) fn ErrorNote(error: ApiError) -> impl IntoView {
    view! {
        <div class="notice tone-bad" role="alert">
            <Icon glyph=Glyph::Alert />
            <div>
                <strong>{error.title}</strong>
                <p>{error.detail}</p>
            </div>
        </div>
    }
}

/// An error of a run or a project: its text, what it likely means, and a button that copies it.
#[component]
pub(crate) fn Fault(message: String) -> impl IntoView {
    let text = message.clone();
    let (copied, set_copied) = signal(false);
    view! {
        <div class="fault">
            <p class="fault-text">{message.clone()}</p>
            {hint(&message).map(|hint| view! { <p class="fault-hint">{hint}</p> })}
            <button
                type="button"
                class="button small ghost needs-script"
                on:click=move |_| {
                    copy(&text);
                    set_copied.set(true);
                }
            >
                <Icon glyph=Glyph::Copy />
                {move || if copied.get() { "Copied" } else { "Copy" }}
            </button>
        </div>
    }
    .into_any()
}

/// What to do about the commonest causes; the text itself is what the engine said.
fn hint(message: &str) -> Option<&'static str> {
    let text = message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["401", "unauthorized", "token", "sign in", "sign-in"]) {
        Some(
            "Jira did not accept the account. Check the user name and the API token of this site; tokens expire.",
        )
    } else if says(&["403", "forbidden", "permission"]) {
        Some("The account may not read this. Give it the Browse Projects permission in Jira.")
    } else if says(&["429", "rate limit", "too many requests"]) {
        Some(
            "Jira limits how often it may be asked. The next run continues; fewer workers or a longer interval help.",
        )
    } else if says(&["timed out", "timeout", "time-out"]) {
        Some(
            "What was read so far is saved. The next run continues there; raise project_timeout if it happens often.",
        )
    } else if says(&["dns", "connect", "connection", "resolve", "unreachable"]) {
        Some(
            "The site could not be reached. Check its address and the network between; the next run tries again.",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn the_commonest_causes_have_a_hint() {
        assert!(hint("HTTP 401: the token was refused").is_some_and(|hint| hint.contains("API token")));
        assert!(hint("403 Forbidden").is_some_and(|hint| hint.contains("Browse Projects")));
        assert!(
            hint("the project timed out after 300 s").is_some_and(|hint| hint.contains("project_timeout"))
        );
        assert_eq!(hint("the answer is no JSON"), None);
    }
}
