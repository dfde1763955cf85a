use std::time::Duration;

use leptos::prelude::*;

use crate::model::Timestamp;

/// The server's time, ticking once a second in the browser.
///
/// The first value comes from the server with the page, so that both render the same text.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    /// Milliseconds since 1970.
    pub(crate) now: ReadSignal<i64>,
    /// The browser has taken over: texts may use its time zone.
    pub(crate) hydrated: ReadSignal<bool>,
    offset: StoredValue<i64>,
}

impl Clock {
    /// Learns the server's time from an answer that carries it.
    pub(crate) fn correct(&self, server_time: &Timestamp) {
        if let Some(server) = server_time.epoch_millis() {
            self.offset.set_value(server - browser_millis());
        }
    }
}

fn browser_millis() -> i64 {
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

/// Starts the clock; once, in the app.
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

/// The clock of the app.
pub(crate) fn use_clock() -> Clock {
    use_context::<Clock>().unwrap_or_else(provide_clock)
}
