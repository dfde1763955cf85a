use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FormData, HtmlFormElement, UrlSearchParams};

/// The fields of the form that the event is about as a URL query, without the question mark and without empty fields.
pub(crate) fn form_query(event: &Event) -> String {
    let target = event_target::<Element>(event);
    let form = target.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    let query = data
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(data.unchecked_ref()).ok())
        .map(|query| String::from(query.to_string()));
    let query = query.unwrap_or_default();
    query.split('&').filter(|member| !member.ends_with('=')).collect::<Vec<_>>().join("&")
}
