use leptos::{html, prelude::*};

/// Opens the dialog in browsers that do not support the button's `commandfor`.
pub(crate) fn show_dialog(event: &web_sys::MouseEvent, dialog: NodeRef<html::Dialog>) {
    let opens_itself = event
        .current_target()
        .is_some_and(|button| js_sys::Reflect::has(&button, &"commandForElement".into()).unwrap_or(false));
    if !opens_itself && let Some(dialog) = dialog.get_untracked() {
        let _ = dialog.show_modal();
    }
}
