use leptos::prelude::*;

/// Copies the text to the clipboard. Does nothing if the browser does not allow it, for example over plain HTTP from
/// another machine.
pub(crate) fn copy(text: &str) {
    let navigator = window().navigator();
    // Undefined outside of secure contexts, although its type says otherwise.
    if let Ok(clipboard) = js_sys::Reflect::get(&navigator, &"clipboard".into())
        && !clipboard.is_undefined()
    {
        let _ = navigator.clipboard().write_text(text);
    }
}
