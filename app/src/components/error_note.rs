use leptos::prelude::*;

use super::{CopyButton, Glyph, Icon, Tone};
use crate::{browser::use_live, error::ApiError};

/// A short message in a box. With `role="status"`, screen readers announce it when it appears.
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

/// The error of a failed request. During an outage screen readers do not announce it, since they have announced that.
#[component]
pub(crate) fn ErrorNote(error: ApiError) -> impl IntoView {
    let outage = use_live().outage.with_untracked(Option::is_some);
    view! {
        <div class="notice tone-bad" role=(!outage).then_some("alert")>
            <Icon glyph=Glyph::Alert />
            <div>
                <strong>{heading(&error)}</strong>
                <p>{error.detail}</p>
            </div>
        </div>
    }
}

/// The title of an error on a page: HTTP's own status texts are replaced by plain English.
fn heading(error: &ApiError) -> String {
    let heading = match error.title.as_str() {
        "Forbidden" => "Permission denied",
        "Conflict" => "Could not do that",
        "Unprocessable Content" => "Invalid value",
        "Internal Server Error" => "Internal error",
        "Service Unavailable" => "Temporarily unavailable",
        title => title,
    };
    heading.to_owned()
}

/// The error of a run or a project: its text, a hint at the likely cause, and a button that copies the text.
#[component]
pub(crate) fn Fault(message: String) -> impl IntoView {
    view! {
        <div class="fault">
            <p class="fault-text">{message.clone()}</p>
            {hint(&message).map(|hint| view! { <p class="fault-hint">{hint}</p> })}
            <CopyButton text=message />
        </div>
    }
    .into_any()
}

/// What to do about the most common causes.
fn hint(message: &str) -> Option<&'static str> {
    let text = message.to_lowercase();
    let mentions = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // Before the credentials: such a message also names the token and its scope.
    if mentions(&["denied access", "lists no project", "403", "forbidden", "permission"]) {
        Some("Jira denied access. Grant the account Browse Projects.")
    } else if mentions(&["401", "unauthorized", "token", "sign in", "sign-in"]) {
        Some(
            "Jira rejected the credentials. Check the user name and API token of this site. Create a new token if it has expired.",
        )
    } else if mentions(&["429", "rate limit", "rate-limit", "too many requests"]) {
        Some(
            "Jira is rate-limiting requests. The next run continues. Reduce max_workers or choose a longer interval.",
        )
    } else if mentions(&["timed out", "timeout", "time-out"]) {
        Some(
            "The data fetched so far is saved, and the next run continues from there. If this happens often, raise project_timeout.",
        )
    } else if mentions(&["dns", "connect", "connection", "resolve", "unreachable"]) {
        Some("Could not connect to the site. Check its address and the network. The next run tries again.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn common_causes_have_hints() {
        assert!(hint("HTTP 401: the token was refused").is_some_and(|hint| hint.contains("API token")));
        for denied in [
            "403 Forbidden",
            "Jira denied access (401) to GET x: no. Grant the sync account the permission, or give its token the scope",
            "work accepts the sign-in of me and lists no project",
        ] {
            assert!(hint(denied).is_some_and(|hint| hint.contains("Browse Projects")), "{denied}");
        }
        assert!(hint("Jira is rate-limiting requests").is_some_and(|hint| hint.contains("max_workers")));
        assert!(
            hint("the project timed out after 300 s").is_some_and(|hint| hint.contains("project_timeout"))
        );
        assert_eq!(hint("the answer is no JSON"), None);
    }
}
