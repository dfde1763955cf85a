use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::JsValue;

/// `27 Nov 2026, 07:51:13 CET`: the time in the browser's zone, in English like the rest of the page.
pub(crate) fn local_text(epoch_millis: i64) -> String {
    format(
        epoch_millis,
        &[
            ("day", "numeric"),
            ("month", "short"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("second", "2-digit"),
            ("timeZoneName", "short"),
        ],
    )
}

/// The time of day in the browser's time zone, e.g. `14:03`.
pub(crate) fn local_time_of_day(epoch_millis: i64) -> String {
    format(epoch_millis, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// The browser's time zone, e.g. `Europe/Berlin`.
pub(crate) fn zone_name() -> Option<String> {
    let format = DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}

/// Milliseconds by the clock on the wall: the instant plus the browser's offset from UTC at that instant.
pub(crate) fn wall_millis(epoch_millis: i64) -> i64 {
    let date = Date::new(&JsValue::from_f64(epoch_millis as f64));
    epoch_millis - date.get_timezone_offset() as i64 * 60_000
}

fn format(epoch_millis: i64, members: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    let date = Date::new(&JsValue::from_f64(epoch_millis as f64));
    // `DateTimeFormat.format` is a getter that returns a function; the date's own method is simpler to call.
    date.to_locale_string("en-GB", &options).into()
}
