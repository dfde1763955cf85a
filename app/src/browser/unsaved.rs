use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

const QUESTION: &str = "The interval is not saved. Leave this page?";

/// While `dirty`, asks for confirmation before the page is closed, reloaded or left through a link. The Back button inside
/// the app is not covered, because its event comes after the URL has changed.
pub(crate) fn guard_unsaved(dirty: Signal<bool>) {
    Effect::new(move |_| {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if dirty.get_untracked() {
                event.prevent_default();
            }
        });
        let link = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            let on_link = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .and_then(|element| element.closest("a[href]").ok().flatten())
                .is_some_and(|link| link.get_attribute("href").is_some_and(|href| !href.starts_with('#')));
            if on_link && dirty.get_untracked() && !window().confirm_with_message(QUESTION).unwrap_or(true) {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        // In the capture phase, so that it runs before the router's own listener.
        let _ =
            window().add_event_listener_with_callback_and_bool("click", link.as_ref().unchecked_ref(), true);
        let link = send_wrapper::SendWrapper::new(link);
        on_cleanup(move || {
            closing.remove();
            let _ = window().remove_event_listener_with_callback_and_bool(
                "click",
                link.as_ref().unchecked_ref(),
                true,
            );
        });
    });
}
