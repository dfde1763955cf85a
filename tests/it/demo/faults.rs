use chrono::TimeDelta;
use jira_sync::demo::{Fault, FaultKind, IssueEdit};
use serde_json::json;

use super::{Sample, cloud, data_center, ids, message};

const SEARCH: &str = "/rest/api/3/search";

#[tokio::test]
async fn rate_limit_fault_sends_its_headers_and_ends() {
    let sample = Sample::start(cloud()).await;
    let fault = FaultKind::RateLimited { retry_after: Some(7), reason: Some("jira-burst-based".to_owned()) };
    sample.demo.faults().add(Fault::on("/rest/api/3/field", fault).times(1));
    let limited = sample.request("GET", "/rest/api/3/field").send().await.unwrap();
    assert_eq!(limited.status(), 429);
    let header = |name: &str| limited.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("retry-after"), header("ratelimit-reason")), ("7".into(), "jira-burst-based".into()));
    let reset = (sample.demo.site().now() + TimeDelta::seconds(7)).format("%Y-%m-%dT%H:").to_string();
    assert!(header("x-ratelimit-reset").starts_with(&reset) && header("x-ratelimit-reset").ends_with('Z'));
    assert_eq!(sample.get("/rest/api/3/field").await.0, 200);
    assert_eq!(sample.demo.faults().hits(), 1);
}

#[tokio::test]
async fn retry_after_can_be_sent_in_all_formats() {
    let sample = Sample::start(data_center()).await;
    let next = async |fault| {
        sample.demo.faults().add(Fault::on("", fault).times(1));
        sample.request("GET", "/rest/api/2/field").send().await.unwrap()
    };
    let bucket = next(FaultKind::BucketEmpty { retry_after: 0 }).await;
    assert_eq!((bucket.status().as_u16(), bucket.headers()["retry-after"].to_str().unwrap()), (429, "0"));
    assert_eq!(bucket.headers()["x-ratelimit-remaining"], "0");
    let dated = next(FaultKind::RetryAfterDate { status: 503, seconds: 90 }).await;
    let date =
        chrono::DateTime::parse_from_rfc2822(dated.headers()["retry-after"].to_str().unwrap()).unwrap();
    let ahead = (date.to_utc() - sample.demo.site().now()).num_seconds();
    assert!(dated.status() == 503 && (80..=90).contains(&ahead), "{ahead}");
    let headers = [("x-ratelimit-nearlimit".to_owned(), "true".to_owned())].into();
    let near = next(FaultKind::Status { status: 200, headers, body: Some("[]".to_owned()) }).await;
    assert_eq!(near.headers()["x-ratelimit-nearlimit"], "true");
    assert_eq!(near.text().await.unwrap(), "[]");
}

#[tokio::test]
async fn response_bodies_can_be_html_empty_problem_json_or_truncated() {
    let sample = Sample::start(cloud()).await;
    let faults = sample.demo.faults();
    let next = async |fault| {
        faults.add(Fault::on("", fault).times(1));
        let response = sample.request("GET", "/rest/api/3/priority").send().await.unwrap();
        let kind = response.headers().get("content-type").map(|h| h.to_str().unwrap().to_owned());
        (response.status().as_u16(), kind, response.text().await)
    };
    let (status, kind, body) = next(FaultKind::Html { status: 503 }).await;
    assert!(
        status == 503 && kind.unwrap().starts_with("text/html") && body.unwrap().starts_with("<!DOCTYPE")
    );
    let (status, _, body) = next(FaultKind::Empty { status: 200 }).await;
    assert_eq!((status, body.unwrap().as_str()), (200, ""));
    let (status, kind, _) = next(FaultKind::Problem { status: 500 }).await;
    assert_eq!((status, kind.unwrap().as_str()), (500, "application/problem+json"));
    let (status, _, body) = next(FaultKind::Truncated).await;
    assert!(status == 200 && serde_json::from_str::<serde_json::Value>(&body.unwrap()).is_err());
    let (status, _, body) = next(FaultKind::Reset).await;
    assert!(status == 200 && body.is_err(), "the connection was reset");
    let (status, _, body) = next(FaultKind::Captcha).await;
    assert!(status == 403 && body.unwrap().contains("AUTHENTICATION_DENIED"));
}

#[tokio::test]
async fn failing_project_stays_listed_while_its_search_fails() {
    let sample = Sample::start(cloud()).await;
    sample.demo.faults().fail_project("PAY");
    let (status, answer) = sample.search(json!({"jql": "project = 10001"})).await;
    assert_eq!(
        (status, message(&answer)),
        (400, "The value '10001' does not exist for the field 'project'.")
    );
    assert_eq!(sample.search(json!({"jql": "project = ORB"})).await.0, 200);
    assert_eq!(sample.get("/rest/api/3/project/search").await.1["total"], 3);
    sample.demo.faults().clear();
    assert_eq!(sample.search(json!({"jql": "project = PAY"})).await.0, 200);
}

#[tokio::test]
async fn page_tokens_can_expire_or_repeat() {
    let sample = Sample::start(cloud()).await;
    let ask =
        |token: &str| json!({"jql": "project = ORB ORDER BY id", "maxResults": 10, "nextPageToken": token});
    let (_, first) = sample.search(json!({"jql": "project = ORB ORDER BY id", "maxResults": 10})).await;
    let token = first["nextPageToken"].as_str().unwrap();
    sample.demo.faults().add(Fault::on(SEARCH, FaultKind::ExpiredToken).times(1));
    assert_eq!(sample.search(ask(token)).await.0, 400);
    sample.demo.faults().add(Fault::on(SEARCH, FaultKind::RepeatedToken).times(1));
    let (_, second) = sample.search(ask(token)).await;
    assert_eq!(second["nextPageToken"], token);
    assert_ne!(ids(&second), ids(&first));
}

#[tokio::test]
async fn bulk_fetch_can_report_issue_errors_that_end_on_retry() {
    let sample = Sample::start(cloud()).await;
    let path = "/rest/api/3/issue/bulkfetch";
    sample.demo.faults().add(Fault::on(path, FaultKind::IssueErrors { count: 2 }).times(1));
    let asked = json!({"issueIdsOrKeys": ["ORB-1", "ORB-2", "ORB-3"]});
    let (_, answer) = sample.post(path, asked.clone()).await;
    assert_eq!((ids(&answer).len(), answer["issueErrors"].as_array().unwrap().len()), (1, 2));
    assert_eq!(ids(&sample.post(path, asked).await.1).len(), 3);
}

#[tokio::test]
async fn fault_can_apply_to_a_share_of_requests() {
    let sample = Sample::start(cloud()).await;
    sample.demo.faults().add(Fault::on("/rest", FaultKind::Empty { status: 503 }).percent(30));
    let mut failed = 0;
    for _ in 0..100 {
        failed += u32::from(sample.get("/rest/api/3/statuscategory").await.0 == 503);
    }
    assert!((10..60).contains(&failed), "{failed}");
}

#[tokio::test]
async fn held_response_has_the_earlier_state_and_is_sent_on_release() {
    let sample = Sample::start(cloud()).await;
    let hold = sample.demo.hold("/rest/api/3/issue");
    let asked = async |key: &str| sample.get(&format!("/rest/api/3/issue/{key}?fields=summary")).await.1;
    let change = async {
        hold.wait_for(2).await;
        assert_eq!(hold.held(), 2);
        let edit = IssueEdit { summary: Some("Danach".to_owned()), ..IssueEdit::default() };
        sample.demo.site().edit_issue("ORB-1", edit).unwrap();
        assert_eq!(sample.get("/rest/api/3/field").await.0, 200, "other requests are not held");
        hold.release();
    };
    let (first, _, ()) = tokio::join!(asked("ORB-1"), asked("ORB-2"), change);
    assert_ne!(first["fields"]["summary"], "Danach");
    assert_eq!(asked("ORB-1").await["fields"]["summary"], "Danach");
    assert_eq!(sample.demo.stats().max_concurrent, 3);
}

#[tokio::test]
async fn held_responses_can_be_released_one_by_one() {
    let sample = Sample::start(cloud()).await;
    let hold = sample.demo.hold_containing("/rest", "fields=summary");
    let asked = sample.get("/rest/api/3/issue/ORB-1?fields=summary");
    let ((status, _), ()) = tokio::join!(asked, async {
        hold.wait_for(1).await;
        hold.release_one();
        assert_eq!(hold.held(), 0, "released immediately: a second release is for the next response");
    });
    assert_eq!((status, hold.held()), (200, 0));
}
