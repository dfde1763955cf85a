use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{DemoConfig, Sample, cloud, epoch};

/// All issues of a site with all fields, without the address of the site.
async fn contents(config: DemoConfig) -> String {
    let sample = Sample::start(config).await;
    let ids: Vec<String> = sample.truth().iter().map(|i| i.id.to_string()).collect();
    let body = json!({"issueIdsOrKeys": ids, "fields": ["*all"], "expand": ["changelog"]});
    let (status, answer) = sample.post("/rest/api/3/issue/bulkfetch", body).await;
    assert_eq!(status, 200);
    answer.to_string().replace(&sample.demo.base_url(), "")
}

#[tokio::test]
async fn same_settings_produce_the_same_site() {
    let small = DemoConfig { issues: 30, ..cloud() };
    let first = contents(small.clone()).await;
    assert_eq!(first, contents(small.clone()).await);
    assert_ne!(first, contents(DemoConfig { seed: 2, ..small }).await);
}

#[tokio::test]
async fn activity_follows_the_clock_and_survives_a_restart() {
    let busy = DemoConfig { activity_ms: Some(60_000), ..cloud() };
    let newest = |sample: &Sample| sample.truth().iter().map(|i| i.updated).max().unwrap();
    let sample = Sample::start(busy.clone()).await;
    assert!(newest(&sample) <= epoch().timestamp_millis());
    sample.demo.site().advance_clock(TimeDelta::hours(1));
    assert_eq!(sample.get("/rest/api/3/myself").await.0, 200);
    let later = sample.truth();
    assert!(newest(&sample) > epoch().timestamp_millis() + 1_800_000);
    let again = DemoConfig { clock_starts_at: Some(epoch() + TimeDelta::hours(1)), ..busy };
    let restarted = Sample::start(again).await;
    assert_eq!(restarted.get("/rest/api/3/myself").await.0, 200);
    assert_eq!(restarted.truth(), later);
}

#[tokio::test]
async fn truth_counts_match_what_is_served() {
    let sample = Sample::start(cloud()).await;
    let truth = sample.truth();
    for chunk in truth.chunks(100) {
        let ids: Vec<String> = chunk.iter().map(|i| i.id.to_string()).collect();
        let body = json!({"issueIdsOrKeys": ids, "fields": ["comment", "worklog", "updated", "created"], "expand": ["changelog"]});
        let (_, answer) = sample.post("/rest/api/3/issue/bulkfetch", body).await;
        for (issue, wanted) in answer["issues"].as_array().unwrap().iter().zip(chunk) {
            assert_eq!(issue["key"], wanted.key);
            let total = |at: &Value| at["total"].as_u64().unwrap();
            assert_eq!(total(&issue["fields"]["comment"]), wanted.comments);
            assert_eq!(total(&issue["fields"]["worklog"]), wanted.worklogs);
            assert_eq!(total(&issue["changelog"]), wanted.histories);
        }
    }
    let totals = sample.demo.site().truth();
    assert_eq!(totals.issues, truth.len() as u64);
    assert_eq!(totals.comments, truth.iter().map(|i| i.comments).sum::<u64>());
    assert_eq!(totals.worklogs, truth.iter().map(|i| i.worklogs).sum::<u64>());
    assert_eq!(totals.histories, truth.iter().map(|i| i.histories).sum::<u64>());
}

#[tokio::test]
async fn date_header_follows_the_clock_of_the_site() {
    let sample = Sample::start(cloud()).await;
    let response = sample.request("GET", "/rest/api/3/myself").send().await.unwrap();
    let date = response.headers()["date"].to_str().unwrap();
    let date = chrono::DateTime::parse_from_rfc2822(date).unwrap().to_utc();
    assert!((date - epoch()).num_seconds() < 60, "{date}");
}
