//! Long waits requested by Jira, and sites that do not respond.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{TimeDelta, Utc};
use jira_sync::jira::{JiraError, Limits, NetworkFault, SignIn};

use tokio::sync::Semaphore;

use super::script::{Reply, Script, json, no_reply, status};
use crate::support::limit::{eventually, within};

const FIELDS: &str = "/rest/api/3/field";

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn quick() -> Limits {
    Limits { backoff_factor: 0.001, rate_limit_pause: millis(1), ..Limits::default() }
}

/// How long the site will not be contacted, according to the error.
fn pause(error: &JiraError) -> TimeDelta {
    let JiraError::Waiting { until, .. } = error else { panic!("{error:?}") };
    *until - Utc::now()
}

fn is_about(time: TimeDelta, seconds: i64) -> bool {
    (seconds - 60..=seconds + 1).contains(&time.num_seconds())
}

#[tokio::test]
async fn long_retry_after_fails_all_requests_at_once() {
    let script = Script::start(|seen| match seen.path.ends_with("/field") {
        true => status(429, &[("retry-after", "7200")]),
        false => status(429, &[("retry-after", "20")]),
    })
    .await;
    let client = script.connect(quick()).await.unwrap();
    // One request is already waiting, for a time short enough to wait out.
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.statuses().await }
    });
    let waiting_until = client.watch_waiting();
    eventually("the gate is closed", async || waiting_until.borrow().is_some()).await;
    let closed = waiting_until.borrow().clone().unwrap();
    assert!(closed.until - Utc::now() <= TimeDelta::seconds(20));
    let other = script.connect(quick()).await.unwrap();
    let error = other.fields().await.unwrap_err();
    assert!(is_about(pause(&error), 7200), "{error}");
    assert!(error.to_string().contains("Jira asked to wait 120 min"), "{error}");
    assert!(error.concerns_whole_site());
    let asked = script.seen(FIELDS).len();
    for _ in 0..5 {
        let error = other.statuses().await.unwrap_err();
        assert!(is_about(pause(&error), 7200), "{error}");
    }
    assert!(is_about(pause(&other.check().unwrap_err()), 7200));
    assert_eq!(script.seen(FIELDS).len(), asked);
    assert_eq!(client.check(), Ok(()), "a short wait ends nothing");
    waiting.abort();
}

#[tokio::test]
async fn waiting_requests_fail_when_the_wait_becomes_too_long() {
    let held = Arc::new(Semaphore::new(0));
    let script = Script::start({
        let held = held.clone();
        move |seen| match seen.path.ends_with("/field") {
            true => Reply::Held(held.clone(), Box::new(status(429, &[("retry-after", "7200")]))),
            false => status(429, &[("retry-after", "60")]),
        }
    })
    .await;
    let client = script.connect(Limits { max_in_flight: 2, ..quick() }).await.unwrap();
    let both = async { tokio::join!(client.fields(), client.statuses()) };
    let longer = async {
        // `fields` is in flight, and `statuses` waits out its minute.
        let gate = client.watch_waiting();
        eventually("both have asked", async || script.seen(FIELDS).len() == 1 && gate.borrow().is_some())
            .await;
        held.add_permits(1);
    };
    // Well before that minute is over.
    let asked = async { tokio::join!(both, longer).0 };
    let (first, second) = within(Duration::from_secs(30), "both learn of the longer wait", asked).await;
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert!(is_about(pause(&error), 7200), "{error}");
    }
}

#[tokio::test]
async fn retry_after_of_years_is_capped_at_24_hours() {
    for header in ["315360000", "1e300"] {
        let script = Script::start(move |_| status(503, &[("retry-after", header)])).await;
        let error = script.connect(quick()).await.unwrap().fields().await.unwrap_err();
        assert!(is_about(pause(&error), 86_400), "{error}");
        assert!(error.to_string().contains("waits at most 24 h"), "{error}");
    }
}

#[tokio::test]
async fn retry_after_date_is_relative_to_the_servers_clock() {
    for (name, date) in
        [("behind", "Thu, 09 Oct 2003 10:00:00 GMT"), ("ahead", "Thu, 09 Oct 2042 10:00:00 GMT")]
    {
        let until = date.replace("10:00:00", "12:00:00");
        let script = Script::start(move |_| {
            let headers = vec![("date", date.to_owned()), ("retry-after", until.clone())];
            Reply::Response(429, headers, String::new())
        })
        .await;
        let error = script.connect(quick()).await.unwrap().fields().await.unwrap_err();
        assert!(is_about(pause(&error), 7200), "{name}: {error}");
    }
}

#[tokio::test]
async fn rate_limit_at_sign_in_is_a_wait_and_not_a_failure() {
    let script = Script::start_bare(|_| status(429, &[("retry-after", "60")])).await;
    let error = script.connect(quick()).await.unwrap_err();
    assert!(is_about(pause(&error), 60), "{error}");
    assert_eq!(script.signed_in().len(), 0);
}

#[tokio::test]
async fn sign_in_gives_up_on_a_site_that_never_responds() {
    let script = Script::start_bare(|_| no_reply()).await;
    let sign_in = SignIn { timeout: millis(300), answer: millis(40), retries: 3 };
    let began = Instant::now();
    let error = script.connect(Limits { sign_in, ..quick() }).await.unwrap_err();
    assert!(
        matches!(error, JiraError::Network { fault: NetworkFault::Silent, attempts: 4, .. }),
        "{error:?}"
    );
    let total = SignIn { timeout: millis(60), ..sign_in };
    let error = script.connect(Limits { sign_in: total, ..quick() }).await.unwrap_err();
    assert!(error.to_string().contains("Signing in"), "{error}");
    assert!(error.concerns_whole_site());
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(script.signed_in().len(), 0, "no credentials for who does not answer");
}

#[tokio::test]
async fn reference_requests_time_out_before_page_requests() {
    let script = Script::start(|_| no_reply()).await;
    let limits = Limits { reference_timeout: millis(30), max_retries: 0, ..quick() };
    let client = script.connect(limits.clone()).await.unwrap();
    client.fields().await.unwrap_err();
    // Pages of issues have a longer limit: this request would still be waiting.
    let page = client.bulk_changelogs(&[1]);
    assert!(tokio::time::timeout(millis(120), page).await.is_err());
}

#[tokio::test]
async fn silent_site_is_probed_once_and_then_not_contacted() {
    let script = Script::start(|_| no_reply()).await;
    let silent = Script::start_bare(move |seen| match (seen.path.rsplit('/').next(), seen.nth) {
        (Some("serverInfo"), 0) => json(r#"{"deploymentType":"Cloud"}"#),
        (Some("myself"), _) => json(r#"{"accountId":"a"}"#),
        _ => no_reply(),
    })
    .await;
    let limits = Limits {
        request_timeout: millis(60),
        silence: millis(50),
        sign_in: SignIn { answer: millis(60), ..SignIn::default() },
        max_in_flight: 4,
        ..quick()
    };
    let client = silent.connect(limits.clone()).await.unwrap();
    let asked = (0..40).map(|_| async { client.may_browse(1).await.unwrap_err() });
    for error in futures::future::join_all(asked).await {
        assert!(matches!(error, JiraError::Network { fault: NetworkFault::Silent, .. }), "{error:?}");
        assert!(error.concerns_whole_site());
    }
    assert!(silent.seen("/mypermissions").len() <= 4, "those under way, and none after");
    assert_eq!(silent.seen("/serverInfo").len(), 2, "at sign-in, and one probe");
    assert!(client.check().is_err());

    // A site that responds to the probe is only slow.
    let client = script.connect(Limits { max_retries: 1, ..limits }).await.unwrap();
    let error = client.may_browse(1).await.unwrap_err();
    assert!(matches!(error, JiraError::Network { fault: NetworkFault::Timeout, .. }), "{error:?}");
    assert_eq!(script.seen("/mypermissions").len(), 2);
    assert_eq!(client.check(), Ok(()));
}
