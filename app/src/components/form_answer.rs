use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{ErrorNote, Notice, Tone};
use crate::error::ApiError;

/// The result of a form that was sent without scripts: the server redirects back to the page with `?notice=` or
/// `?error=`.
#[component]
pub(crate) fn FormAnswer() -> impl IntoView {
    let query = use_query_map();
    let notice = move || query.with(|query| query.get("notice"));
    let error = move || query.with(|query| query.get("error"));
    view! {
        {move || notice().map(|message| view! { <Notice tone=Tone::Good>{message}</Notice> })}
        {move || error().map(|detail| view! { <ErrorNote error=ApiError::conflict(detail) /> })}
    }
}
