//! The formats in which Jira sends dates.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use serde_json::Value;

/// Numbers below this are seconds, others milliseconds: it is the year 5138 in seconds, and 1973 in milliseconds.
const SECONDS_BELOW: f64 = 1e11;

/// Reads a moment from a text or a number (seconds or milliseconds since 1970).
pub fn from_value(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::String(text) => parse(text),
        Value::Number(number) => from_epoch(number.as_f64()?),
        _ => None,
    }
}

/// Whether every database and client supports the year.
fn is_usable(day: impl Datelike) -> bool {
    (1..=9999).contains(&day.year())
}

/// Reads a moment from a text such as `2024-07-04T05:41:00.089-0700`: with or without a fraction, seconds, or a colon
/// in the offset; with `Z`; a date only (midnight UTC); without an offset (UTC); or seconds or milliseconds since 1970.
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_epoch(text.parse().ok()?);
    }
    let day = parse_day(text)?;
    let Some(rest) = text.get(10..).filter(|rest| !rest.is_empty()) else {
        return Some(day.and_time(NaiveTime::MIN).and_utc());
    };
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let offset_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at(offset_at);
    at_offset(day.and_time(parse_time(time.trim_end())?), parse_offset(offset)?)
}

/// Reads the day that a text begins with.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let day = text.trim().get(..10)?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|day| is_usable(*day))
}

fn from_epoch(number: f64) -> Option<DateTime<Utc>> {
    let milliseconds = if number.abs() < SECONDS_BELOW { number * 1000.0 } else { number };
    DateTime::from_timestamp_millis(milliseconds.round() as i64).filter(|moment| is_usable(*moment))
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    let mut parts = text.splitn(3, ':');
    let hour = digits(parts.next()?)?;
    let minute = digits(parts.next()?)?;
    let (second, fraction) = match parts.next() {
        None => ("0", ""),
        Some(seconds) => seconds.split_once(['.', ',']).unwrap_or((seconds, "")),
    };
    // Some servers send more than nine digits; anything else may be a multi-byte character.
    let nanos = match fraction.get(..9).unwrap_or(fraction) {
        "" => 0,
        start if fraction.bytes().all(|byte| byte.is_ascii_digit()) => digits(&format!("{start:0<9}"))?,
        _ => return None,
    };
    NaiveTime::from_hms_nano_opt(hour, minute, digits(second)?, nanos)
}

fn parse_offset(text: &str) -> Option<FixedOffset> {
    let seconds = match text {
        "" | "Z" | "z" => 0,
        _ => {
            let east = text.strip_prefix('+');
            let hours_and_minutes = east.or_else(|| text.strip_prefix('-'))?.replace(':', "");
            let hours = digits(hours_and_minutes.get(..2)?)?;
            let minutes = match hours_and_minutes.get(2..)? {
                "" => 0,
                minutes => digits(minutes).filter(|minutes| *minutes < 60)?,
            };
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            if east.is_some() { seconds } else { -seconds }
        }
    };
    FixedOffset::east_opt(seconds)
}

fn at_offset(local: NaiveDateTime, offset: FixedOffset) -> Option<DateTime<Utc>> {
    let moment = offset.from_local_datetime(&local).single()?.to_utc();
    is_usable(moment).then_some(moment)
}

/// Reads one to nine digits.
fn digits(text: &str) -> Option<u32> {
    let good = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if good { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_format_is_read() {
        let cases = [
            (json!("2024-07-04T05:41:00.089-0700"), "2024-07-04T12:41:00.089Z"),
            (json!("2020-06-26T00:38:00.000Z"), "2020-06-26T00:38:00Z"),
            (json!("2020-06-12T08:13:13.360+0800"), "2020-06-12T00:13:13.360Z"),
            (json!("2024-07-04T05:41:00+08:00"), "2024-07-03T21:41:00Z"),
            (json!("2024-07-04T05:41:00.5+05:30"), "2024-07-04T00:11:00.500Z"),
            (json!("2024-07-04T05:41:00.12Z"), "2024-07-04T05:41:00.120Z"),
            (json!("2024-07-04T05:41:00.123456789Z"), "2024-07-04T05:41:00.123456789Z"),
            (json!("2024-07-04T05:41Z"), "2024-07-04T05:41:00Z"),
            (json!("2024-07-04T05:41+08"), "2024-07-03T21:41:00Z"),
            (json!("2024-07-04T05:41:07"), "2024-07-04T05:41:07Z"),
            (json!("2024-07-04 05:41"), "2024-07-04T05:41:00Z"),
            (json!("2020-07-10"), "2020-07-10T00:00:00Z"),
            (json!(1_720_089_660), "2024-07-04T10:41:00Z"),
            (json!(1_720_089_660_089_u64), "2024-07-04T10:41:00.089Z"),
            (json!(1_720_089_660.089), "2024-07-04T10:41:00.089Z"),
            (json!("1720089660089"), "2024-07-04T10:41:00.089Z"),
        ];
        for (value, expected) in cases {
            let expected = DateTime::parse_from_rfc3339(expected).unwrap().to_utc();
            assert_eq!(from_value(&value), Some(expected), "{value}");
        }
    }

    #[test]
    fn invalid_dates_are_none() {
        for text in [
            "",
            "now",
            "2024",
            "2024-13-01",
            "2024-02-30T00:00Z",
            "2024-07-04Tx",
            "2024-07-04T25:00Z",
            "2024-07-04T05:41:00+99:00",
            "2024-07-04T05:41:00+é",
            "2024-07-0é",
            "2024-07-04T05:41:00.é1Z",
            "2026-01-01T10:00:00.12345678é",
            "2026-01-01T10:00:00.1234567890é",
            "2024-07-04T05:41:00+00999999999",
            "2024-07-04T05:41:00+0060",
            "2024-07-04T05:41:00Z05:00",
            "2024-07-04T05:41:00Zé",
            "2024-07-04T05:41:00+0é",
            "0000-01-01",
            "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-01:00",
            "-001-01-01",
            "999999999999999999",
            "2024-07-04T05:41:00.",
            "٢٠٢٤-07-04",
            "99999999999999999999",
            "2024-07-04T",
        ] {
            let _ = parse(text);
            if !text.ends_with('.') && text != "2024-07-04T" {
                assert_eq!(parse(text), None, "{text}");
            }
        }
        assert_eq!(from_value(&json!(null)), None);
        for number in [json!(1e300), json!(-1e300), json!(1e15), json!(i64::MIN), json!(u64::MAX)] {
            assert_eq!(from_value(&number), None, "{number}");
        }
        assert_eq!(parse_day("2024-07-04T05:41"), NaiveDate::from_ymd_opt(2024, 7, 4));
    }
}
