use app::{error::ApiError, model::Timestamp};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};

/// RFC 3339 with a numeric offset, which older readers understand as well.
pub(super) fn timestamp(at: DateTime<Utc>) -> Timestamp {
    Timestamp(at.to_rfc3339_opts(SecondsFormat::Millis, false))
}

/// Seconds from one instant to another, never below zero.
pub(super) fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    ((to - from).num_milliseconds() as f64 / 1000.0).max(0.0)
}

/// The start or the end of the day that a date names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

/// Parses RFC 3339, or a date, which means that edge of its day in UTC.
///
/// # Errors
///
/// 422, naming `field`.
pub(super) fn parse(field: &str, text: &str, edge: Edge) -> Result<DateTime<Utc>, ApiError> {
    // In a query string, an unescaped `+` arrives as a space.
    let repaired = text.replace(' ', "+");
    if let Some(at) = [text, &repaired].into_iter().find_map(|text| DateTime::parse_from_rfc3339(text).ok()) {
        return Ok(at.to_utc());
    }
    let day = text.parse::<NaiveDate>().ok().and_then(|date| match edge {
        Edge::Start => Some(date),
        Edge::End => date.checked_add_days(Days::new(1)),
    });
    day.map(|day| day.and_time(NaiveTime::MIN).and_utc()).ok_or_else(|| {
        ApiError::invalid_field(
            field,
            format!("{text} is neither RFC 3339 (2026-01-31T18:00:00Z) nor a date (2026-01-31)"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_stands_for_the_start_or_end_of_its_day() {
        let read = |text, edge| timestamp(parse("start_date", text, edge).unwrap()).0;
        assert_eq!(read("2026-01-31", Edge::Start), "2026-01-31T00:00:00.000+00:00");
        assert_eq!(read("2026-01-31", Edge::End), "2026-02-01T00:00:00.000+00:00");
        assert_eq!(read("2026-01-31T18:00:00+02:00", Edge::End), "2026-01-31T16:00:00.000+00:00");
        assert_eq!(read("2026-01-31T18:00:00 02:00", Edge::End), "2026-01-31T16:00:00.000+00:00");
        for bad in ["yesterday", "", "2026-02-30", "+262142-12-31"] {
            let error = parse("end_date", bad, Edge::End).unwrap_err();
            assert_eq!((error.status, error.errors[0].field.as_str()), (422, "end_date"), "{bad}");
        }
    }
}
