//! The next fires of a cron expression.

use chrono::{DateTime, Utc};

use super::cron::CronExpression;
use super::schedule::ScheduleError;
use super::timezone;

/// One fire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fire {
    /// When.
    pub at: DateTime<Utc>,
    /// The same instant on the zone's wall clock, RFC 3339 with its offset.
    pub local: String,
}

/// The next fires, with what the reader should know about the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The expression in strict form.
    pub canonical: String,
    /// Parts that were accepted but are probably not what was meant.
    pub warnings: Vec<String>,
    /// In order of time; fewer than requested if the expression ends.
    pub fires: Vec<Fire>,
}

/// The first `count` fires of `expression` in `zone` strictly after `from`.
///
/// # Errors
///
/// If the expression or the zone is wrong, or the expression never fires after `from`.
pub fn preview(
    expression: &str,
    zone: &str,
    from: DateTime<Utc>,
    count: usize,
) -> Result<Preview, ScheduleError> {
    let zone = timezone::lookup(zone)?;
    let cron = CronExpression::validated(expression, &zone, from)?;
    let next = |after: &DateTime<Utc>| cron.next_after(&zone, *after).ok();
    let fires = std::iter::successors(next(&from), next)
        .take(count)
        .map(|at| Fire { at, local: timezone::local_text(at, &zone) })
        .collect();
    Ok(Preview { canonical: cron.canonical(), warnings: cron.warnings().to_vec(), fires })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locals(expression: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
        preview(expression, zone, from.parse().unwrap(), count)
            .unwrap()
            .fires
            .into_iter()
            .map(|fire| fire.local)
            .collect()
    }

    #[test]
    fn fires_are_after_the_start_and_have_the_offset_of_their_day() {
        assert_eq!(
            locals("0 18 * * *", "Europe/London", "2026-10-24T17:00:00Z", 2),
            ["2026-10-25T18:00:00+00:00", "2026-10-26T18:00:00+00:00"]
        );
        assert_eq!(
            locals("0 18 * * *", "Europe/London", "2026-10-24T16:59:59Z", 1),
            ["2026-10-24T18:00:00+01:00"]
        );
    }

    #[test]
    fn expression_with_an_end_returns_the_remaining_fires() {
        assert_eq!(locals("0 0 0 1 1 * 2027-2028", "UTC", "2026-01-01T00:00:00Z", 9).len(), 2);
    }
}
