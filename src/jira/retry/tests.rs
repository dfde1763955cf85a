use http::{HeaderMap, HeaderValue};

use super::*;

fn now() -> DateTime<Utc> {
    date::parse("2025-10-09T10:00:00Z").unwrap()
}

fn failed(status: u16, headers: &[(&'static str, &'static str)]) -> Failure {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
        .collect();
    Failure::with_headers(FailureKind::Status(status), &headers)
}

fn limits() -> Limits {
    Limits {
        max_retries: 3,
        backoff_factor: 0.5,
        rate_limit_pause: Duration::from_secs(2),
        ..Limits::default()
    }
}

fn retry(seconds: f64, everyone: bool) -> Decision {
    Decision::Retry { after: Duration::from_secs_f64(seconds), everyone }
}

#[test]
fn every_shape_of_advice_is_followed() {
    let cases = [
        ("Retry-After in seconds", failed(429, &[("retry-after", "27")]), retry(27.0, true)),
        ("as a fraction", failed(429, &[("retry-after", "2.4")]), retry(3.0, true)),
        ("as a date", failed(429, &[("retry-after", "Thu, 09 Oct 2025 10:00:40 GMT")]), retry(40.0, true)),
        (
            "a date gone by",
            failed(429, &[("retry-after", "Thu, 09 Oct 2025 09:00:00 GMT")]),
            retry(2.0, true),
        ),
        ("zero, as Data Center says", failed(429, &[("retry-after", "0")]), retry(2.0, true)),
        ("only a reset", failed(429, &[("x-ratelimit-reset", "2025-10-09T10:01Z")]), retry(60.0, true)),
        (
            "Retry-After before reset",
            failed(429, &[("retry-after", "5"), ("x-ratelimit-reset", "2025-10-09T10:30Z")]),
            retry(5.0, true),
        ),
        ("no header", failed(429, &[]), retry(2.0, true)),
        ("garbage", failed(429, &[("retry-after", "soon"), ("x-ratelimit-reset", "x")]), retry(2.0, true)),
        ("more than an hour", failed(429, &[("retry-after", "7200")]), Decision::GiveUp),
        ("503 with advice", failed(503, &[("retry-after", "9")]), retry(9.0, true)),
        ("503 without", failed(503, &[]), retry(0.5, false)),
        ("502", failed(502, &[("retry-after", "9")]), retry(0.5, false)),
        ("504", failed(504, &[]), retry(0.5, false)),
        ("time-out", Failure::new(FailureKind::Timeout), retry(0.5, false)),
        ("reset", Failure::new(FailureKind::Connection), retry(0.5, false)),
        ("cut-off body", Failure::new(FailureKind::BadBody), retry(0.5, false)),
        ("400", failed(400, &[("retry-after", "9")]), Decision::GiveUp),
        ("401", failed(401, &[]), Decision::GiveUp),
        ("404", failed(404, &[]), Decision::GiveUp),
        ("500", failed(500, &[]), Decision::GiveUp),
    ];
    for (name, failure, expected) in cases {
        assert_eq!(decide(1, &failure, &limits(), now(), 0.0), expected, "{name}");
    }
}

#[test]
fn the_backoff_doubles_and_ends_with_the_budget() {
    let failure = Failure::new(FailureKind::Timeout);
    let decisions: Vec<_> = (1..=4).map(|attempt| decide(attempt, &failure, &limits(), now(), 0.0)).collect();
    assert_eq!(decisions, [retry(0.5, false), retry(1.0, false), retry(2.0, false), Decision::GiveUp]);
}

#[test]
fn the_settings_rule() {
    let failure = failed(503, &[]);
    let none = Limits { max_retries: 0, ..limits() };
    assert_eq!(decide(1, &failure, &none, now(), 0.0), Decision::GiveUp);
    let slow = Limits { backoff_factor: 4.0, ..limits() };
    assert_eq!(decide(2, &failure, &slow, now(), 0.0), retry(8.0, false));
    let many = Limits { max_retries: 40, ..limits() };
    assert_eq!(decide(40, &failure, &many, now(), 0.0), retry(60.0, false));
    let patient = Limits { rate_limit_pause: Duration::from_secs(10), ..limits() };
    assert_eq!(decide(1, &failed(429, &[("retry-after", "3")]), &patient, now(), 0.0), retry(10.0, true));
}

#[test]
fn jitter_only_ever_adds() {
    assert_eq!(backoff(1, 1.0, 0.0), Duration::from_secs(1));
    assert_eq!(backoff(1, 1.0, 1.0), Duration::from_secs_f64(1.25));
}
