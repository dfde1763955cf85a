use leptos::prelude::*;

/// Puts the text on the clipboard. Browsers refuse on plain http beyond loopback; then nothing happens.
pub(crate) fn copy(text: &str) {
    let navigator = window().navigator();
    // Undefined where the page is not a secure context, although its type says otherwise.
    if let Ok(clipboard) = js_sys::Reflect::get(&navigator, &"clipboard".into())
        && !clipboard.is_undefined()
    {
        let _ = navigator.clipboard().write_text(text);
    }
}
