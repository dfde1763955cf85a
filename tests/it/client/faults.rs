//! The client under every known fault of Jira, or of anything in front of it.

use std::time::{Duration, Instant};

use jira_sync::jira::{JiraError, Limits, NetworkFault};

use super::script::{Answer, Expected, Reply, SECRET, Script, json, no_reply, status};

const FIELDS: &str = "/rest/api/3/field";
const EMPTY: &str = "[]";

/// Limits that make the tests fast.
fn quick() -> Limits {
    Limits {
        backoff_factor: 0.01,
        rate_limit_pause: Duration::from_millis(10),
        request_timeout: Duration::from_millis(500),
        ..Limits::default()
    }
}

/// Replies to the first request for the fields with `fault`, and to all later ones with an empty list.
async fn failing_once(fault: impl Fn() -> Reply + Send + Sync + 'static) -> Script {
    Script::start(move |seen| if seen.nth == 0 { fault() } else { json(EMPTY) }).await
}

fn whole(head: &str, body: &str) -> Reply {
    Reply::Bytes(format!("HTTP/1.1 200 OK\r\n{head}\r\n{body}"))
}

#[tokio::test]
async fn transient_fault_costs_one_retry() {
    let faults: [(&str, Answer); 15] = [
        ("500", || status(500, &[])),
        ("520", || status(520, &[])),
        ("522", || status(522, &[])),
        ("524", || status(524, &[])),
        ("425", || status(425, &[])),
        ("429", || status(429, &[])),
        ("502", || status(502, &[])),
        ("503", || status(503, &[])),
        ("504", || status(504, &[])),
        ("a reset", || Reply::Bytes(String::new())),
        ("a truncated body", || whole("content-length: 50\r\n", "[{\"id\":")),
        ("half a document", || json("[{\"id\":\"a\"},")),
        ("an empty body", || json("")),
        ("a page of HTML", || json("<html><title>Maintenance</title></html>")),
        ("no answer in time", no_reply),
    ];
    for (name, fault) in faults {
        let script = failing_once(fault).await;
        let client = script.connect(quick()).await.unwrap();
        let fields = client.fields().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(fields.value.is_empty());
        assert_eq!(script.seen(FIELDS).len(), 2, "{name}");
        assert_eq!((client.stats().requests, client.stats().retries), (4, 1), "{name}");
    }
}

#[tokio::test]
async fn persistent_fault_fails_after_max_retries() {
    let faults: [(&str, Answer, Expected); 6] = [
        ("429", || status(429, &[]), |error| matches!(error, JiraError::RateLimited { attempts: 3, .. })),
        (
            "503",
            || status(503, &[]),
            |error| matches!(error, JiraError::Unavailable { status: 503, attempts: 3, .. }),
        ),
        (
            "a reset",
            || Reply::Bytes(String::new()),
            |error| matches!(error, JiraError::Network { fault: NetworkFault::Broken, attempts: 3, .. }),
        ),
        ("no answer in time", no_reply, |error| {
            matches!(error, JiraError::Network { fault: NetworkFault::Timeout, attempts: 3, .. })
        }),
        (
            "a page of HTML",
            || json("<html><title>Log in</title></html>"),
            |error| matches!(error, JiraError::Protocol { attempts: 3, detail, .. } if detail.contains("Log in")),
        ),
        (
            "JSON of another kind",
            || json("[]"),
            |error| matches!(error, JiraError::Protocol { attempts: 3, .. }),
        ),
    ];
    for (name, fault, expected) in faults {
        let script = Script::start(move |_| fault()).await;
        let limits = Limits { max_retries: 2, request_timeout: Duration::from_millis(100), ..quick() };
        let client = script.connect(limits).await.unwrap();
        let error = client.may_browse(7).await.unwrap_err();
        assert!(expected(&error), "{name}: {error:?}");
        assert_eq!(script.seen("/mypermissions").len(), 3, "{name}");
    }
}

#[tokio::test]
async fn permanent_errors_are_not_retried() {
    let cases: [(u16, Expected); 6] = [
        (400, |error| matches!(error, JiraError::BadRequest { status: 400, .. })),
        (401, |error| matches!(error, JiraError::Forbidden { status: 401, .. })),
        (403, |error| matches!(error, JiraError::Forbidden { .. })),
        (404, |error| matches!(error, JiraError::NotFound { .. })),
        (410, |error| matches!(error, JiraError::NotFound { .. })),
        (501, |error| matches!(error, JiraError::Unavailable { status: 501, .. })),
    ];
    for (code, expected) in cases {
        let script = Script::start(move |_| status(code, &[])).await;
        let client = script.connect(quick()).await.unwrap();
        let error = client.fields().await.unwrap_err();
        assert!(expected(&error), "{code}: {error:?}");
        assert_eq!(script.seen(FIELDS).len(), 1, "{code}");
    }
}

#[tokio::test]
async fn retry_after_and_rate_limit_reset_headers_are_obeyed() {
    let date = ("date", "Thu, 09 Oct 2025 10:00:59 GMT");
    let shapes = [
        ("retry-after", "1"),
        ("retry-after", "Thu, 09 Oct 2025 10:01:00 GMT"),
        ("x-ratelimit-reset", "2025-10-09T10:01Z"),
    ];
    let waits = shapes.map(|shape| async move {
        for code in [429, 503] {
            let script = failing_once(move || status(code, &[date, shape])).await;
            let client = script.connect(quick()).await.unwrap();
            client.fields().await.unwrap();
            let seen = script.seen(FIELDS);
            // The dates are in whole seconds, and part of the first has passed when the response arrives.
            assert!(seen[1].at - seen[0].at > Duration::from_millis(900), "{code} {shape:?}");
            assert!(client.stats().waited > Duration::from_millis(900), "{code} {shape:?}");
        }
    });
    futures::future::join_all(waits).await;
}

#[tokio::test]
async fn rate_limit_pause_is_the_minimum_wait_after_429() {
    let script = failing_once(|| status(429, &[("retry-after", "0")])).await;
    let pause = Duration::from_millis(200);
    let client = script.connect(Limits { rate_limit_pause: pause, ..quick() }).await.unwrap();
    client.fields().await.unwrap();
    let seen = script.seen(FIELDS);
    assert!(seen[1].at - seen[0].at >= pause);
}

#[tokio::test]
async fn rate_limited_request_delays_all_requests_to_the_site() {
    let script = Script::start(|seen| {
        if seen.path.ends_with("field") && seen.nth == 0 {
            status(429, &[("retry-after", "1")])
        } else {
            json(EMPTY)
        }
    })
    .await;
    let client = script.connect(quick()).await.unwrap();
    let mut rx = client.watch_waiting();
    assert_eq!(*rx.borrow(), None);

    let limited = tokio::spawn({
        let client = client.clone();
        async move { client.fields().await }
    });
    rx.changed().await.unwrap();
    let waiting = rx.borrow().clone().unwrap();
    assert!(waiting.reason.contains("1 s"), "{}", waiting.reason);
    let asked = Instant::now();
    let others = (0..4).map(|_| async { client.statuses().await.unwrap() });
    futures::future::join_all(others).await;
    limited.await.unwrap().unwrap();

    let first = script.seen("/status").into_iter().map(|seen| seen.at).min().unwrap();
    assert!(first - asked > Duration::from_millis(900));
    assert!(rx.borrow_and_update().is_none(), "the end of the wait is announced");
}

#[tokio::test]
async fn backoff_factor_sets_the_time_between_attempts() {
    let script = Script::start(|_| status(502, &[])).await;
    let client = script.connect(Limits { backoff_factor: 0.1, max_retries: 2, ..quick() }).await.unwrap();
    client.fields().await.unwrap_err();
    let seen = script.seen(FIELDS);
    assert!(seen[1].at - seen[0].at >= Duration::from_millis(100));
    assert!(seen[2].at - seen[1].at >= Duration::from_millis(200));
}

#[tokio::test]
async fn redirect_is_reported_and_not_followed() {
    let script =
        Script::start(|_| status(302, &[("location", "https://login.example/?t=s3cr3t-t0ken")])).await;
    let error = script.connect(quick()).await.unwrap().fields().await.unwrap_err();
    assert!(error.to_string().contains("https://login.example/"), "{error}");
    assert!(!error.to_string().contains(SECRET));
}

#[tokio::test]
async fn errors_and_debug_output_never_contain_the_secret() {
    let script = Script::start(|seen| {
        let authorization = seen.headers["authorization"].clone();
        Reply::Response(400, vec![], format!("you sent {authorization} for {SECRET}"))
    })
    .await;
    let client = script.connect(quick()).await.unwrap();
    let error = client.fields().await.unwrap_err();
    let authorization = script.seen(FIELDS)[0].headers["authorization"].clone();
    let encoded = authorization.trim_start_matches("Basic ");
    for text in [format!("{error} {error:?}"), format!("{client:?} {:?}", script.site())] {
        assert!(!text.contains(SECRET) && !text.contains(encoded), "{text}");
    }
}

/// On failure such a request is split in halves instead.
#[tokio::test]
async fn bulk_request_retries_depend_on_the_fault() {
    let faults: [(&str, Answer, usize); 6] = [
        ("no answer in time", no_reply, 1),
        ("504", || status(504, &[]), 1),
        ("500", || status(500, &[]), 2),
        ("half a document", || json("{\"issues\": [{"), 2),
        ("502", || status(502, &[]), 3),
        ("a reset", || Reply::Bytes(String::new()), 3),
    ];
    for (name, fault, times) in faults {
        let script = Script::start(move |_| fault()).await;
        let limits = Limits { max_retries: 2, request_timeout: Duration::from_millis(100), ..quick() };
        let client = script.connect(limits).await.unwrap();
        client.bulk_changelogs(&[1, 2]).await.unwrap_err();
        assert_eq!(script.seen("/changelog/bulkfetch").len(), times, "{name}");
    }
}

#[tokio::test]
async fn reference_list_that_times_out_is_requested_twice() {
    let script = Script::start(|_| no_reply()).await;
    let limits = Limits { reference_timeout: Duration::from_millis(50), ..quick() };
    let client = script.connect(limits).await.unwrap();
    let error = client.fields().await.unwrap_err();
    assert!(matches!(error, JiraError::Network { fault: NetworkFault::Timeout, .. }), "{error:?}");
    assert_eq!(script.seen(FIELDS).len(), 2);
}
