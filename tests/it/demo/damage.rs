use std::time::Duration;

use jira_sync::demo::{DemoConfig, Fault, FaultKind, SiteSettings};
use serde_json::json;

use super::{Sample, cloud, data_center, ids, message};

const BULK: &str = "/rest/api/3/issue/bulkfetch";
const CHANGES: &str = "/rest/api/3/changelog/bulkfetch";

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, headers: Default::default(), body: None }
}

fn of(keys: &[&str]) -> serde_json::Value {
    json!({"issueIdsOrKeys": keys})
}

#[tokio::test]
async fn every_response_with_a_damaged_issue_fails() {
    let sample = Sample::start(cloud()).await;
    let damaged = sample.truth_of("ORB-7");
    sample.demo.faults().add(Fault::on("", status(504)).holding("ORB-7"));
    for (path, body) in [
        (BULK, of(&["ORB-1", "ORB-7"])),
        (CHANGES, of(&["ORB-1", "ORB-7"])),
        ("/rest/api/3/search/jql", json!({"jql": "key in (ORB-6, ORB-7)", "fields": ["*all"]})),
    ] {
        assert_eq!(sample.post(path, body).await.0, 504, "{path}");
    }
    for path in ["", "/comment", "/worklog", "/changelog", "/remotelink"] {
        let path = format!("/rest/api/3/issue/{}{path}", damaged.id);
        assert_eq!(sample.get(&path).await.0, 504, "{path}");
    }
    assert_eq!(sample.post(BULK, of(&["ORB-1", "ORB-8"])).await.0, 200);
    assert!(sample.ids("project = ORB", 5000).await.contains(&damaged.id), "the index lists it");
    sample.demo.faults().add(Fault::on("", status(500)).holding("PAY-1").also_listed());
    assert_eq!(sample.search(json!({"jql": "project = PAY", "maxResults": 5000})).await.0, 500);
}

#[tokio::test]
async fn fault_can_be_limited_to_one_part_of_an_issue() {
    let cloud = Sample::start(cloud()).await;
    cloud.demo.faults().add(Fault::on("/rest/api/*/changelog/bulkfetch", status(500)).holding("ORB-7"));
    assert_eq!(cloud.post(BULK, of(&["ORB-7"])).await.0, 200);
    assert_eq!(cloud.post(CHANGES, of(&["ORB-7"])).await.0, 500);
    cloud.demo.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", status(413)).holding("ORB-11"));
    assert_eq!(cloud.get("/rest/api/3/issue/ORB-11/remotelink").await.0, 413);
    assert_eq!(cloud.get("/rest/api/3/issue/ORB-22/remotelink").await.0, 200);
    let center = Sample::start(data_center()).await;
    center.demo.faults().add(Fault::on("", status(500)).containing("changelog").holding("ORB-7"));
    assert_eq!(center.get("/rest/api/2/issue/ORB-7").await.0, 200);
    assert_eq!(center.get("/rest/api/2/issue/ORB-7?expand=changelog").await.0, 500);
}

#[tokio::test]
async fn bulk_fetch_can_report_an_error_for_an_issue_permanently() {
    let sample = Sample::start(cloud()).await;
    sample.demo.faults().add(Fault::on(BULK, FaultKind::IssueErrors { count: 0 }).holding("ORB-2"));
    for _ in 0..3 {
        let (_, answer) = sample.post(BULK, of(&["ORB-1", "ORB-2", "ORB-3"])).await;
        assert_eq!(ids(&answer), [sample.truth_of("ORB-1").id, sample.truth_of("ORB-3").id]);
        assert_eq!(answer["issueErrors"][0]["id"], sample.truth_of("ORB-2").id.to_string());
    }
    assert_eq!(sample.get("/rest/api/3/issue/ORB-2").await.0, 200);
}

#[tokio::test]
async fn missing_token_scope_is_401_and_other_requests_succeed() {
    let sample = Sample::start(cloud()).await;
    sample.demo.faults().add(Fault::on("/rest/agile/", FaultKind::ScopeMismatch));
    let (status, answer) = sample.get("/rest/agile/1.0/board").await;
    assert_eq!(
        (status, answer),
        (401, json!({"code": 401, "message": "Unauthorized; scope does not match"}))
    );
    assert_eq!(sample.get("/rest/api/3/myself").await.0, 200);
}

#[tokio::test]
async fn with_time_tracking_or_comments_off_fields_are_absent_and_lists_404() {
    for config in [cloud(), data_center()] {
        let sample = Sample::start(config).await;
        sample.demo.site().set(|settings| {
            settings.time_tracking = false;
            settings.comments = false;
        });
        let (_, issue) = sample.get("/rest/api/2/issue/ORB-5").await;
        for missing in ["worklog", "timetracking", "timespent", "aggregateprogress", "comment"] {
            assert!(issue["fields"].get(missing).is_none(), "{missing}");
        }
        for list in ["comment", "worklog"] {
            let (status, answer) = sample.get(&format!("/rest/api/2/issue/ORB-5/{list}")).await;
            assert!(status == 404 && !message(&answer).is_empty(), "{answer}");
        }
        let (_, fields) = sample.get("/rest/api/2/field").await;
        assert!(!fields.as_array().unwrap().iter().any(|field| field["id"] == "worklog"));
        let truth = sample.demo.site().truth();
        assert_eq!((truth.comments, truth.worklogs, sample.truth_of("ORB-5").worklogs), (0, 0, 0));
        assert!(truth.histories > 0);
    }
}

#[tokio::test]
async fn whole_issues_can_be_slow_while_bare_ids_are_fast() {
    let settings = SiteSettings { issue_ms: 20, ..SiteSettings::default() };
    let sample = Sample::start(DemoConfig { settings, ..cloud() }).await;
    let keys: Vec<String> = (1..=20).map(|n| format!("ORB-{n}")).collect();
    let asked = json!({"issueIdsOrKeys": keys});
    let in_time = |request: reqwest::RequestBuilder| request.timeout(Duration::from_millis(200)).send();
    assert!(in_time(sample.request("POST", BULK).json(&asked)).await.unwrap_err().is_timeout());
    let listing = json!({"jql": "project = ORB", "maxResults": 5000});
    let listed =
        sample.request("POST", "/rest/api/3/search/jql").json(&listing).timeout(Duration::from_secs(30));
    assert!(listed.send().await.is_ok(), "bare ids are not delayed");
}

#[tokio::test]
async fn site_can_stop_responding_before_or_within_a_response() {
    let sample = Sample::start(cloud()).await;
    let asked = || sample.request("GET", "/rest/api/3/field").timeout(Duration::from_millis(200)).send();
    sample.demo.faults().add(Fault::on("", FaultKind::Silence).times(1));
    assert!(asked().await.unwrap_err().is_timeout());
    sample.demo.faults().add(Fault::on("", FaultKind::Stall).times(1));
    let answer = asked().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.unwrap_err().is_timeout());
    assert_eq!(asked().await.unwrap().status(), 200);
}

#[tokio::test]
async fn response_can_start_with_a_byte_order_mark() {
    let sample = Sample::start(cloud()).await;
    sample.demo.faults().add(Fault::on("", FaultKind::ByteOrderMark).times(1));
    let answer = sample.request("GET", "/rest/api/3/priority").send().await.unwrap().bytes().await.unwrap();
    assert!(answer.starts_with(b"\xef\xbb\xbf["));
}

#[tokio::test]
async fn approximate_count_can_be_wrong() {
    let sample = Sample::start(cloud()).await;
    sample.demo.site().set(|settings| settings.count_error = -3);
    let (_, count) =
        sample.post("/rest/api/3/search/approximate-count", json!({"jql": "project = ORB"})).await;
    assert_eq!(count["count"], 77);
}

#[tokio::test]
async fn many_projects_can_be_hidden_at_once() {
    let sample = Sample::start(cloud()).await;
    sample.demo.site().change_projects(&["ORB", "PAY"], Some(false), None).unwrap();
    assert_eq!(sample.get("/rest/api/3/project/search").await.1["total"], 1);
    let url = format!("{}/__control/projects", sample.demo.base_url());
    let put = sample.client.put(url).json(&json!({"permitted": false})).send().await.unwrap();
    assert_eq!(put.status(), 200);
    assert_eq!(sample.get("/rest/api/3/project/search").await.1["total"], 0);
}
