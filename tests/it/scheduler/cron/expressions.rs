//! Which cron expressions are valid, and when they fire.

use chrono::{DateTime, TimeDelta, Utc};
use jira_sync::scheduler::cron::{CronError, CronExpression};
use jira_sync::scheduler::timezone::{self, local_text};
use serde::Deserialize;
use serde_json::Value;

use super::{Differences, cases, run};

#[derive(Deserialize)]
struct Case {
    id: String,
    kind: String,
    expr: String,
    #[serde(default)]
    dom_dow: String,
    tz: Option<String>,
    #[serde(alias = "from")]
    at: Option<DateTime<Utc>>,
    #[serde(default)]
    inclusive: bool,
    #[serde(default)]
    expect: Value,
}

fn check_file(file: &str, expected_count: usize, differences: Differences) {
    if let Some(cases) = cases::<Case>(file) {
        run(&cases, expected_count, differences, |case| &case.id, check);
    }
}

fn check(case: &Case) -> Result<(), String> {
    let zone = timezone::lookup(case.tz.as_deref().unwrap_or("UTC")).map_err(|error| error.to_string())?;
    let expression = with_both_days_required(case);
    let second = TimeDelta::seconds(1);
    let at = case.at.unwrap_or("2025-01-01T00:00:00Z".parse().unwrap());
    assert!(!case.inclusive, "no case is inclusive");
    let wanted = || DateTime::parse_from_rfc3339(case.expect.as_str().unwrap()).unwrap();
    let parsed = CronExpression::validated(&expression, &zone, at);
    if case.kind == "invalid" {
        return expect_equal("refused", &parsed.is_err(), &true);
    }
    if case.kind == "unreachable" {
        let never = CronError::Unreachable { expression, after: at };
        return expect_equal("answer", &parsed.err(), &Some(never));
    }
    let cron = match (parsed, case.kind.as_str()) {
        // A time that must not match may be after the last fire.
        (Err(CronError::Unreachable { .. }), "match" | "prev") => CronExpression::parse(&expression),
        (parsed, _) => parsed,
    }
    .map_err(|error| error.to_string())?;
    let next = |after| cron.next_after(&zone, after).ok();
    match case.kind.as_str() {
        "valid" => Ok(()),
        "match" => {
            let matches = next(at - second) == Some(at);
            expect_equal("matches", &matches, &case.expect.as_bool().unwrap())
        }
        "next" => {
            let next = next(at).ok_or("no next")?;
            expect_equal("next", &local_text(next, &zone), &wanted().to_rfc3339())
        }
        "prev" => {
            let previous = wanted().to_utc();
            expect_equal("a fire", &next(previous - second), &Some(previous))?;
            let following = next(previous).is_none_or(|following| at <= following);
            expect_equal("the last one before", &following, &true)
        }
        other => panic!("{}: unknown kind {other}", case.id),
    }
}

/// A `+` before the day of week is the specification's way to require both days.
fn with_both_days_required(case: &Case) -> String {
    let mut fields: Vec<String> = case.expr.split(' ').map(str::to_owned).collect();
    if case.dom_dow == "and" {
        let weekday = if fields.len() == 5 { 4 } else { 5 };
        fields[weekday].insert(0, '+');
    }
    fields.join(" ")
}

fn expect_equal<T: PartialEq + std::fmt::Debug>(what: &str, ours: &T, wanted: &T) -> Result<(), String> {
    if ours == wanted { Ok(()) } else { Err(format!("{what}: ours {ours:?}, wanted {wanted:?}")) }
}

#[test]
fn cron_expressions_match_the_ocps_specification() {
    let differences: Differences = &[(
        "well formed, but we require that an expression fires some day; 31 February never comes",
        &["ocps-67"],
    )];
    check_file("ocps.jsonl", 70, differences);
}

#[test]
fn cron_expressions_match_robfig_cron() {
    let differences: Differences = &[
        (
            "a fixed time in a gap fires at its end, instead of not at all",
            &["robfig-next-020", "robfig-next-031"],
        ),
        (
            "a fixed time in a repeated hour fires once, instead of twice",
            &["robfig-next-033", "robfig-next-038", "robfig-next-048"],
        ),
    ];
    check_file("robfig_cron.jsonl", 101, differences);
}

#[test]
fn cron_expressions_match_croniter() {
    let differences: Differences = &[
        (
            "a stepped day of month is restricted, so either day suffices; Vixie's slip of joining them is not kept",
            &["croniter-0027", "croniter-0029"],
        ),
        (
            "the standard knows `L` alone, not as the end of a range",
            &[
                "croniter-0133",
                "croniter-0193",
                "croniter-0195",
                "croniter-0197",
                "croniter-0199",
                "croniter-0201",
                "croniter-0203",
                "croniter-0205",
                "croniter-0207",
                "croniter-0209",
                "croniter-0211",
                "croniter-0213",
                "croniter-0215",
                "croniter-0217",
                "croniter-0219",
                "croniter-0221",
            ],
        ),
        ("the standard has no `*` within a list", &["croniter-0191"]),
        (
            "the standard has rising ranges only (its own case ocps-60), and 7 is above MON",
            &[
                "croniter-0339",
                "croniter-0341",
                "croniter-0343",
                "croniter-0345",
                "croniter-0347",
                "croniter-0349",
                "croniter-0351",
                "croniter-0353",
                "croniter-0355",
                "croniter-0357",
                "croniter-0359",
                "croniter-0361",
                "croniter-0363",
                "croniter-0365",
                "croniter-0367",
                "croniter-0369",
                "croniter-0371",
                "croniter-0373",
                "croniter-0375",
                "croniter-0377",
                "croniter-0379",
                "croniter-0381",
                "croniter-0447",
                "croniter-0449",
                "croniter-0451",
                "croniter-0453",
                "croniter-0455",
                "croniter-0457",
                "croniter-0459",
                "croniter-0461",
                "croniter-0463",
                "croniter-0465",
                "croniter-0467",
                "croniter-0469",
                "croniter-0471",
                "croniter-0473",
                "croniter-0475",
            ],
        ),
    ];
    check_file("croniter.jsonl", 316, differences);
}

#[test]
fn cron_validity_matches_croniter() {
    check_file("croniter_validity.jsonl", 22, &[]);
}
