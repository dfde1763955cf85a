use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

/// The fields of the submitted form as a URL query, without the question mark.
pub(crate) fn form_query(event: &SubmitEvent) -> String {
    let form = event_target::<HtmlFormElement>(event);
    let data = FormData::new_with_form(&form);
    let query = data.and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(data.unchecked_ref()));
    query.map(|query| query.to_string().into()).unwrap_or_default()
}
