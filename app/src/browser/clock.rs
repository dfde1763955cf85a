use std::time::Duration;

use leptos::prelude::*;

use crate::model::Timestamp;

/// The server's time, updated every second in the browser.
///
/// The first value is sent with the page, so that server and browser render the same text.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    /// Milliseconds since 1970.
    pub(crate) now: ReadSignal<i64>,
    /// Whether the page is hydrated: only then may texts use the browser's time zone.
    pub(crate) hydrated: ReadSignal<bool>,
    /// Server time minus browser time, milliseconds.
    offset: StoredValue<i64>,
}

impl Clock {
    /// Corrects the clock by the server's time in a response, which arrived at `received_at` by the browser's clock.
    pub(crate) fn correct(&self, server_time: &Timestamp, received_at: i64) {
        if let Some(server) = server_time.epoch_millis() {
            self.offset.set_value(server - received_at);
        }
    }

    /// The server's time at an instant by the browser's clock. Both are milliseconds since 1970.
    pub(crate) fn server_time(&self, browser_time: i64) -> i64 {
        browser_time + self.offset.get_value()
    }
}

/// Milliseconds since 1970 by the browser's clock.
pub(super) fn browser_millis() -> i64 {
    js_sys::Date::now() as i64
}

#[cfg(feature = "ssr")]
fn server_millis() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(not(feature = "ssr"))]
fn server_millis() -> i64 {
    browser_millis()
}

/// Starts the clock. The app calls this once.
pub(crate) fn provide_clock() -> Clock {
    let first = SharedValue::new(server_millis).into_inner();
    let (now, set_now) = signal(first);
    let (hydrated, set_hydrated) = signal(false);
    let offset = StoredValue::new(0);
    Effect::new(move |_| {
        offset.set_value(first - browser_millis());
        set_hydrated.set(true);
        set_interval(move || set_now.set(browser_millis() + offset.get_value()), Duration::from_secs(1));
    });
    let clock = Clock { now, hydrated, offset };
    provide_context(clock);
    clock
}

/// The app's clock.
pub(crate) fn use_clock() -> Clock {
    use_context::<Clock>().unwrap_or_else(provide_clock)
}
