use serde::{Deserialize, Serialize};

const MILLIS_PER_DAY: i64 = 86_400_000;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// An instant as RFC 3339 text with an offset, as the server wrote it.
///
/// The browser formats it with `Intl`; keeping text here saves the WASM a calendar library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timestamp(pub String);

impl Timestamp {
    /// Milliseconds since 1970 in UTC; None if the text is not an RFC 3339 instant.
    pub fn epoch_millis(&self) -> Option<i64> {
        let text = self.0.as_str();
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let tail = text.get(19..)?;
        let zone_at = tail.find(['Z', 'z', '+', '-'])?;
        let (fraction, zone) = tail.split_at(zone_at);
        let millis = format!("{:0<3.3}", fraction.trim_start_matches('.')).parse::<i64>().ok()?;
        let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
            - offset_seconds(zone)?;
        Some(seconds * 1_000 + millis)
    }

    /// `24 Nov 2026, 06:30:05 UTC`: shown before the browser has reported its time zone.
    pub fn utc_text(&self) -> String {
        let Some(millis) = self.epoch_millis() else { return self.0.clone() };
        let (year, month, day) = civil_from_days(millis.div_euclid(MILLIS_PER_DAY));
        let second = millis.rem_euclid(MILLIS_PER_DAY) / 1_000;
        let name = month_name(month);
        format!("{day} {name} {year}, {:02}:{:02}:{:02} UTC", second / 3_600, second / 60 % 60, second % 60)
    }
}

/// `Today 07:51`, `Yesterday 23:10`, `26 Nov 07:51`, or with the year if it is another one: `26 Nov 2025, 07:51`.
///
/// Both instants are milliseconds since 1970 by the clock on the wall: UTC plus the zone's offset.
pub(crate) fn day_text(wall_millis: i64, wall_now: i64) -> String {
    let (days, today) = (wall_millis.div_euclid(MILLIS_PER_DAY), wall_now.div_euclid(MILLIS_PER_DAY));
    let minutes = wall_millis.rem_euclid(MILLIS_PER_DAY) / 60_000;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (year, month, day) = civil_from_days(days);
    match today - days {
        0 => format!("Today {time}"),
        1 => format!("Yesterday {time}"),
        -1 => format!("Tomorrow {time}"),
        _ if year == civil_from_days(today).0 => format!("{day} {} {time}", month_name(month)),
        _ => format!("{day} {} {year}, {time}", month_name(month)),
    }
}

fn month_name(month: i64) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"")
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn offset_seconds(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next()? {
        'Z' | 'z' => return Some(0),
        '-' => -1,
        _ => 1,
    };
    let hours = zone.get(1..3)?.parse::<i64>().ok()?;
    let minutes = zone.get(zone.len().checked_sub(2)?..)?.parse::<i64>().ok()?;
    Some(sign * (hours * 3_600 + minutes * 60))
}

/// Days since 1970 of a date in the Gregorian calendar, by counting years from 1 March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The reverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> Option<i64> {
        Timestamp(text.to_owned()).epoch_millis()
    }

    #[test]
    fn instant_is_parsed_with_any_offset_and_fraction() {
        assert_eq!(millis("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(millis("2024-02-29T12:00:00.5+01:00"), Some(1_709_204_400_500));
        assert_eq!(millis("2024-02-29T06:00:00.123456789-0500"), Some(1_709_204_400_123));
        assert_eq!(millis("1969-12-31T23:59:59Z"), Some(-1_000));
    }

    #[test]
    fn other_text_is_not_an_instant() {
        assert_eq!(millis("2024-02-29"), None);
        assert_eq!(millis("yesterday"), None);
        assert_eq!(millis(""), None);
    }

    #[test]
    fn near_days_have_names_and_other_years_are_named() {
        let text =
            |at, now| millis(at).zip(millis(now)).map(|(at, now)| day_text(at, now)).unwrap_or_default();
        let now = "2026-11-27T00:10:00Z";
        assert_eq!(text("2026-11-27T00:00:59Z", now), "Today 00:00");
        assert_eq!(text("2026-11-26T23:10:00Z", now), "Yesterday 23:10");
        assert_eq!(text("2026-11-28T07:51:00Z", now), "Tomorrow 07:51");
        assert_eq!(text("2026-11-25T07:51:13Z", now), "25 Nov 07:51");
        assert_eq!(text("2025-12-31T07:51:13Z", "2026-01-02T00:00:00Z"), "31 Dec 2025, 07:51");
    }

    #[test]
    fn text_is_in_utc() {
        assert_eq!(Timestamp("2024-03-01T00:30:05+01:00".into()).utc_text(), "29 Feb 2024, 23:30:05 UTC");
        assert_eq!(Timestamp("2026-12-31T23:59:59Z".into()).utc_text(), "31 Dec 2026, 23:59:59 UTC");
    }
}
