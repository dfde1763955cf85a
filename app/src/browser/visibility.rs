use std::time::Duration;

use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*};

/// A tab that is hidden for a shorter time counts as visible: people switch to another tab and back.
const GRACE: Duration = Duration::from_secs(3);

/// Whether the tab is hidden now.
pub(crate) fn is_hidden() -> bool {
    document().hidden()
}

/// Calls `on_change` with true when the tab becomes visible, and with false when it has been hidden for three seconds or
/// its page is left.
pub(crate) fn watch_visibility(on_change: impl Fn(bool) + Copy + 'static) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop_timer = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let changed = window_event_listener_untyped("visibilitychange", move |_| {
        stop_timer();
        if is_hidden() {
            let leave = move || {
                if is_hidden() {
                    on_change(false);
                }
            };
            timer.set_value(set_timeout_with_handle(leave, GRACE).ok());
        } else {
            on_change(true);
        }
    });
    let left = window_event_listener(ev::pagehide, move |_| {
        stop_timer();
        on_change(false);
    });
    on_cleanup(move || {
        changed.remove();
        left.remove();
    });
}
