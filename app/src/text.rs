//! Numbers and durations in words, the same on the server and in the browser.

/// `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 issue`, `2,000 issues`.
pub fn counted(number: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A duration in seconds, in its two largest units: `0.4 s`, `38 s`, `1 min 40 s`, `2 h 5 min`, `3 d 4 h`.
pub fn span(seconds: f64) -> String {
    if seconds < 9.95 && seconds.fract() != 0.0 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    let pair = |large: u64, large_unit: &str, small: u64, small_unit: &str| match small {
        0 => format!("{large} {large_unit}"),
        _ => format!("{large} {large_unit} {small} {small_unit}"),
    };
    match whole {
        0..60 => format!("{whole} s"),
        60..3_600 => pair(whole / 60, "min", whole % 60, "s"),
        3_600..86_400 => pair(whole / 3_600, "h", whole % 3_600 / 60, "min"),
        _ => pair(whole / 86_400, "d", whole % 86_400 / 3_600, "h"),
    }
}

/// An instant relative to now: `in 1 min 40 s`, `now`, `3 min ago`.
pub(crate) fn relative(at_millis: i64, now_millis: i64) -> String {
    let seconds = (at_millis - now_millis).div_euclid(1_000);
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {}", span(coarse(seconds))),
        _ => format!("{} ago", span(coarse(-seconds))),
    }
}

/// `3 min 5 s ago`; "just now" for an instant within this second or, by a clock that is wrong, in the future.
pub(crate) fn ago(at_millis: i64, now_millis: i64) -> String {
    if now_millis - at_millis < 1_000 { "just now".to_owned() } else { relative(at_millis, now_millis) }
}

/// Durations of ten minutes and more down to whole minutes.
fn coarse(seconds: i64) -> f64 {
    let rounded = if seconds >= 600 { seconds / 60 * 60 } else { seconds };
    rounded as f64
}

/// A number with one decimal (`12.3`), or with none if it is whole or at least 100.
pub(crate) fn figure(value: f64) -> String {
    let tenths = (value * 10.0).round() as u64;
    if tenths >= 1_000 || tenths.is_multiple_of(10) {
        grouped(value.round() as u64)
    } else {
        format!("{value:.1}")
    }
}

/// `46.7 issues/s`.
pub(crate) fn issue_rate(issues_per_second: f64) -> String {
    format!("{} issues/s", figure(issues_per_second))
}

/// A measured value with its unit; bytes in the largest binary unit.
pub(crate) fn measured(value: f64, unit: &str) -> String {
    match unit {
        "B" => {}
        "" => return figure(value),
        "1/s" => return format!("{}/s", figure(value)),
        _ => return format!("{} {unit}", figure(value)),
    }
    let units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut scaled = value;
    let mut index = 0;
    while scaled >= 1_024.0 && index + 1 < units.len() {
        scaled /= 1_024.0;
        index += 1;
    }
    format!("{} {}", figure(scaled), units[index])
}

/// An interval as it follows "every": `2 minutes`, `hour`, `1 h 30 min`.
pub(crate) fn interval(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 1) => "minute".to_owned(),
        (0, minutes) => format!("{minutes} minutes"),
        (1, 0) => "hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn spans_show_their_two_largest_units() {
        let spans = [0.0, 0.42, 38.0, 100.0, 120.0, 7_500.0, 273_600.0].map(span);
        assert_eq!(spans, ["0 s", "0.4 s", "38 s", "1 min 40 s", "2 min", "2 h 5 min", "3 d 4 h"]);
    }

    #[test]
    fn relative_time_has_a_direction_and_no_seconds_from_ten_minutes() {
        let relative = |seconds: i64| relative(seconds * 1_000, 0);
        assert_eq!(
            [0, 100, -5, 671, -7_260].map(relative),
            ["now", "in 1 min 40 s", "5 s ago", "in 11 min", "2 h 1 min ago"]
        );
    }

    #[test]
    fn what_has_happened_is_never_in_the_future() {
        assert_eq!(
            [39_000, 0, -999, -5_000].map(|at| ago(at, 0)),
            ["just now", "just now", "just now", "5 s ago"]
        );
    }

    #[test]
    fn measured_values_have_units() {
        assert_eq!(
            [("", 3.0), ("s", 27.4), ("1/s", 122.3)].map(|(unit, value)| measured(value, unit)),
            ["3", "27.4 s", "122/s"]
        );
        assert_eq!([900.0, 18_204_112.0].map(|bytes| measured(bytes, "B")), ["900 B", "17.4 MiB"]);
    }

    #[test]
    fn intervals_are_formatted_to_follow_every() {
        assert_eq!(
            [1, 2, 60, 90, 120].map(interval),
            ["minute", "2 minutes", "hour", "1 h 30 min", "2 hours"]
        );
    }
}
