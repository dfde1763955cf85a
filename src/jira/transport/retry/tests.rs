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

fn budget() -> Budget {
    Budget {
        retries: 3,
        retries_of_timeouts: 3,
        retries_of_content: 3,
        backoff_factor: 0.5,
        rate_limit_pause: Duration::from_secs(2),
        longest_wait: Duration::from_secs(90),
    }
}

fn retry(seconds: f64, everyone: bool) -> Decision {
    Decision::Retry { after: Duration::from_secs_f64(seconds), everyone }
}

fn leave(seconds: u64) -> Decision {
    Decision::Leave(Duration::from_secs(seconds))
}

#[test]
fn every_form_of_advice_is_followed() {
    let cases = [
        ("Retry-After in seconds", failed(429, &[("retry-after", "27")]), retry(27.0, true)),
        ("as a fraction", failed(429, &[("retry-after", "2.4")]), retry(3.0, true)),
        ("as a date", failed(429, &[("retry-after", "Thu, 09 Oct 2025 10:00:40 GMT")]), retry(40.0, true)),
        (
            "a date in the past",
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
        ("too long", failed(429, &[("retry-after", "7200")]), leave(7200)),
        ("503, too long", failed(503, &[("retry-after", "91")]), leave(91)),
        ("ten years", failed(429, &[("retry-after", "315360000")]), leave(24 * 3600)),
        ("forever", failed(429, &[("retry-after", "inf")]), leave(24 * 3600)),
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
        ("500", failed(500, &[]), retry(0.5, false)),
        ("520", failed(520, &[]), retry(0.5, false)),
        ("522", failed(522, &[]), retry(0.5, false)),
        ("524", failed(524, &[]), retry(0.5, false)),
        ("425", failed(425, &[]), retry(0.5, false)),
        ("501", failed(501, &[]), Decision::GiveUp),
        ("505", failed(505, &[]), Decision::GiveUp),
        ("511", failed(511, &[]), Decision::GiveUp),
        ("526", failed(526, &[]), Decision::GiveUp),
    ];
    for (name, failure, expected) in cases {
        assert_eq!(decide(1, &failure, &budget(), now(), 0.0), expected, "{name}");
    }
}

#[test]
fn backoff_doubles_until_retries_are_used_up() {
    let failure = Failure::new(FailureKind::Timeout);
    let decisions: Vec<_> = (1..=4).map(|attempt| decide(attempt, &failure, &budget(), now(), 0.0)).collect();
    assert_eq!(decisions, [retry(0.5, false), retry(1.0, false), retry(2.0, false), Decision::GiveUp]);
}

#[test]
fn timeouts_have_their_own_budget() {
    let budget = Budget { retries_of_timeouts: 0, ..budget() };
    for failure in [Failure::new(FailureKind::Timeout), failed(504, &[]), failed(524, &[])] {
        assert_eq!(decide(1, &failure, &budget, now(), 0.0), Decision::GiveUp, "{failure:?}");
    }
    assert_eq!(decide(1, &failed(500, &[]), &budget, now(), 0.0), retry(0.5, false));
}

#[test]
fn failures_caused_by_content_have_their_own_budget() {
    let budget = Budget { retries_of_content: 1, ..budget() };
    for failure in [Failure::new(FailureKind::BadBody), failed(500, &[])] {
        assert_eq!(decide(1, &failure, &budget, now(), 0.0), retry(0.5, false), "{failure:?}");
        assert_eq!(decide(2, &failure, &budget, now(), 0.0), Decision::GiveUp, "{failure:?}");
    }
    assert_eq!(decide(2, &failed(502, &[]), &budget, now(), 0.0), retry(1.0, false));
}

#[test]
fn long_wait_is_granted_even_without_retries_left() {
    let failure = failed(429, &[("retry-after", "7200")]);
    assert_eq!(decide(4, &failure, &budget(), now(), 0.0), leave(7200));
}

#[test]
fn settings_determine_retries_and_waits() {
    let failure = failed(503, &[]);
    let none = Budget { retries: 0, ..budget() };
    assert_eq!(decide(1, &failure, &none, now(), 0.0), Decision::GiveUp);
    let slow = Budget { backoff_factor: 4.0, ..budget() };
    assert_eq!(decide(2, &failure, &slow, now(), 0.0), retry(8.0, false));
    let many = Budget { retries: 40, ..budget() };
    assert_eq!(decide(40, &failure, &many, now(), 0.0), retry(60.0, false));
    let patient = Budget { rate_limit_pause: Duration::from_secs(10), ..budget() };
    assert_eq!(decide(1, &failed(429, &[("retry-after", "3")]), &patient, now(), 0.0), retry(10.0, true));
}

#[test]
fn jitter_only_adds() {
    assert_eq!(backoff(1, 1.0, 0.0), Duration::from_secs(1));
    assert_eq!(backoff(1, 1.0, 1.0), Duration::from_secs_f64(1.25));
}
