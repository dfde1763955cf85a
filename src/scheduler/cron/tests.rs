use super::*;
use crate::scheduler::timezone::{local_text, lookup};

/// The fires after `from`, as wall-clock text with the offset.
fn fires(expression: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
    let zone = lookup(zone).unwrap();
    let cron = CronExpression::parse(expression).unwrap();
    let mut at = from.parse().unwrap();
    (0..count)
        .map(|_| {
            at = cron.next_after(&zone, at).unwrap();
            local_text(at, &zone)
        })
        .collect()
}

fn reason(expression: &str) -> String {
    CronExpression::parse(expression).unwrap_err().to_string()
}

#[test]
fn fixed_time_in_a_gap_fires_once_at_its_end() {
    for expression in ["30 2 * * *", "0,30 2 * * *", "15,45 2,3 8 3 *", "0 2 * * *"] {
        assert_eq!(
            fires(expression, "America/New_York", "2026-03-08T06:59:59Z", 1),
            ["2026-03-08T03:00:00-04:00"],
            "{expression}"
        );
    }
    assert_eq!(
        fires("0 2,3 * * *", "America/New_York", "2026-03-08T00:00:00Z", 2),
        ["2026-03-08T03:00:00-04:00", "2026-03-09T02:00:00-04:00"]
    );
}

#[test]
fn interval_in_a_missing_hour_fires_at_the_end_of_the_gap() {
    assert_eq!(
        fires("*/20 2 * * *", "America/New_York", "2026-03-08T00:00:00Z", 2),
        ["2026-03-08T03:00:00-04:00", "2026-03-09T02:00:00-04:00"]
    );
}

#[test]
fn gap_that_ends_on_the_next_day_still_fires() {
    // In Nuuk, clocks skip from 23:00 to midnight.
    assert_eq!(
        fires("30 23 * * SAT", "America/Nuuk", "2026-03-28T12:00:00Z", 2),
        ["2026-03-29T00:00:00-01:00", "2026-04-04T23:30:00-01:00"]
    );
    // Samoa had no 30 December 2011.
    assert_eq!(
        fires("0 12 * * *", "Pacific/Apia", "2011-12-29T11:59:59-10:00", 3),
        ["2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T12:00:00+14:00"]
    );
}

#[test]
fn repeated_hour_fires_fixed_times_once_and_intervals_every_pass() {
    let from = "2026-11-01T04:30:00Z";
    for expression in ["30 1 * * *", "30 1,9 * * *"] {
        assert_eq!(
            fires(expression, "America/New_York", from, 2)[0],
            "2026-11-01T01:30:00-04:00",
            "{expression}"
        );
        let after_first_pass = fires(expression, "America/New_York", "2026-11-01T05:30:00Z", 1);
        assert!(!after_first_pass[0].starts_with("2026-11-01T01"), "{expression}: {after_first_pass:?}");
        let within_second_pass = fires(expression, "America/New_York", "2026-11-01T06:10:00Z", 1);
        assert!(!within_second_pass[0].starts_with("2026-11-01T01"), "{expression}");
    }
    assert_eq!(
        fires("0,30 1 * * *", "America/New_York", from, 3),
        ["2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-02T01:00:00-05:00"]
    );
    assert_eq!(
        fires("*/30 1 * * *", "America/New_York", from, 4),
        [
            "2026-11-01T01:00:00-04:00",
            "2026-11-01T01:30:00-04:00",
            "2026-11-01T01:00:00-05:00",
            "2026-11-01T01:30:00-05:00"
        ]
    );
}

#[test]
fn expression_that_ends_in_the_second_pass_fires_in_it() {
    let zone = lookup("America/New_York").unwrap();
    let cron = CronExpression::parse("0 */30 1 1 11 * 2026").unwrap();
    let last_of_first_pass = "2026-11-01T05:30:00Z".parse().unwrap();
    let first_of_second_pass = "2026-11-01T06:00:00Z".parse().unwrap();
    assert_eq!(cron.next_after(&zone, last_of_first_pass), Ok(first_of_second_pass));
    assert!(cron.next_after(&zone, "2026-11-01T06:30:00Z".parse().unwrap()).is_err());
}

#[test]
fn next_fire_is_always_the_first_after_the_start() {
    let zone = lookup("Europe/Berlin").unwrap();
    for expression in ["*/7 * * * *", "30 2 * * *", "0,30 2,3 * * *", "59 1-3 * * *"] {
        let cron = CronExpression::parse(expression).unwrap();
        for change in ["2026-03-28T23:00:00Z", "2026-10-24T22:00:00Z"] {
            let start: DateTime<Utc> = change.parse().unwrap();
            for seconds in (0..6 * 3600).step_by(97) {
                let from = start + chrono::TimeDelta::seconds(seconds);
                let next = cron.next_after(&zone, from).unwrap();
                assert!(from < next, "{expression} from {from}");
                let just_before = next - chrono::TimeDelta::seconds(1);
                assert_eq!(cron.next_after(&zone, just_before.max(from)), Ok(next), "{expression}");
            }
        }
    }
}

#[test]
fn start_within_a_second_fires_at_the_next_second() {
    assert_eq!(fires("* * * * * *", "UTC", "2026-01-01T00:00:00.999Z", 1), ["2026-01-01T00:00:01+00:00"]);
}

#[test]
fn distant_days_fire_and_impossible_days_are_refused() {
    let zone = lookup("Europe/Berlin").unwrap();
    assert_eq!(
        fires("0 0 0 29 2 * 2096", "Europe/Berlin", "2026-01-01T00:00:00Z", 1),
        ["2096-02-29T00:00:00+01:00"]
    );
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    for never in ["0 0 30 2 *", "* * 31 4,6,9,11 *", "0 0 0 1 1 * 2025"] {
        let error = CronExpression::validated(never, &zone, now).unwrap_err();
        assert!(matches!(error, CronError::Unreachable { .. }), "{never}: {error}");
        assert!(error.to_string().contains("never fires"), "{error}");
    }
}

#[test]
fn canonical_form_is_strict_and_equivalent() {
    for (given, canonical) in [
        ("  5/15 *  * * * ", "5-59/15 * * * *"),
        ("0 0 * * mon/2", "0 0 * * MON-6/2"),
        ("0 4/6 ? jan-mar fri#l", "0 4-23/6 * JAN-MAR FRI#L"),
        ("@daily", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("0 12 1 * +mon", "0 12 1 * +MON"),
        ("0 0 0 1 1 * 2022/3", "0 0 0 1 1 * 2022-5000/3"),
        ("5,,10, * * * *", "5,10 * * * *"),
    ] {
        let cron = CronExpression::parse(given).unwrap();
        assert_eq!(cron.canonical(), canonical);
        assert_eq!(cron.source(), given);
        let again = CronExpression::parse(canonical).unwrap();
        assert_eq!(again.canonical(), canonical);
        assert_eq!(again.cron, cron.cron);
    }
}

#[test]
fn doubtful_fields_are_warned_about() {
    for (junk, about) in [
        ("*/60 * * * *", "reaches past 59"),
        ("0 0 */40 * *", "reaches past 31"),
        ("5, * * * *", "empty place"),
    ] {
        let cron = CronExpression::parse(junk).unwrap();
        let warnings = cron.warnings();
        assert!(warnings.len() == 1 && warnings[0].contains(about), "{junk}: {warnings:?}");
    }
    assert!(CronExpression::parse("*/59 0/5 1-31/30 * 1,2").unwrap().warnings().is_empty());
}

#[test]
fn expressions_that_croner_would_misread_are_refused() {
    for bad in ["0 0 1 JAN2 *", "0 0 * * SUNMON", "MON * * * *", "0 JAN * * *", ", * * * *", "/5 * * * *"] {
        assert!(CronExpression::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn syntax_error_names_the_field_and_what_is_allowed() {
    assert_eq!(
        reason("60 0 * * *"),
        "`60 0 * * *` is not a cron expression: minute `60` is not understood; allowed are 0 to 59, \
         lists (1,2), rising ranges (1-5) and steps (*/2, 1-5/2)"
    );
    assert!(reason("0 0 * foo *").contains("month `FOO` is not understood; allowed are 1 to 12, JAN to DEC"));
    assert!(reason("0 0 * *").contains("it has 4 fields; write five"));
    assert!(reason(", * * * *").contains("minute `,` names no value"));
    assert!(reason("0 0 /30 * *").contains("day of month `/30` is not understood"));
    assert!(reason("0 0 1 JAN2 *").contains("month `JAN2`"));
    assert!(reason("").contains("it has 0 fields"));
    assert!(reason("@Daily").contains("@daily, @midnight, @hourly, in lower case and alone"));
    assert!(reason("@daily 0 0 * * *").contains("in lower case and alone"));
    assert!(reason("@every 1h").contains("use a schedule with an interval"));
}
