use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{ErrorNote, Notice, Tone};
use crate::{
    error::ApiError,
    model::{FormMessage, Named},
};

/// The result of a form that was sent without scripts: the server redirects back to the page with a [`FormMessage`].
/// Other texts in the address are ignored.
#[component]
pub(crate) fn FormAnswer() -> impl IntoView {
    let query = use_query_map();
    let message =
        move || query.with(|query| query.get(FormMessage::MEMBER)).and_then(|code| FormMessage::parse(&code));
    move || {
        message().map(|message| match message.is_success() {
            true => view! { <Notice tone=Tone::Good>{message.text()}</Notice> }.into_any(),
            false => view! { <ErrorNote error=ApiError::conflict(message.text()) /> }.into_any(),
        })
    }
}
