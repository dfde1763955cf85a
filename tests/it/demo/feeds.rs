use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::json;

use super::{DemoConfig, Sample, cloud, epoch};

/// The ids of all worklogs that a feed lists since a time, and the number of pages.
async fn feed(sample: &Sample, name: &str, since: i64) -> (Vec<u64>, usize) {
    let (mut found, mut since, mut pages) = (Vec::new(), since, 0);
    loop {
        let (status, page) = sample.get(&format!("/rest/api/3/worklog/{name}?since={since}")).await;
        assert_eq!(status, 200);
        let values = page["values"].as_array().unwrap();
        assert!(values.len() <= 1000);
        let times: Vec<i64> = values.iter().map(|v| v["updatedTime"].as_i64().unwrap()).collect();
        assert!(times.is_sorted(), "oldest first");
        found.extend(values.iter().map(|v| v["worklogId"].as_u64().unwrap()));
        pages += 1;
        if page["lastPage"] == true {
            return (found, pages);
        }
        since = page["until"].as_i64().unwrap() + 1;
    }
}

#[tokio::test]
async fn worklog_feed_pages_list_every_worklog_once() {
    let sample = Sample::start(DemoConfig { issues: 1500, ..cloud() }).await;
    let (found, pages) = feed(&sample, "updated", 0).await;
    let total = sample.demo.site().truth().worklogs;
    assert_eq!((found.len() as u64, found.iter().collect::<BTreeSet<_>>().len() as u64), (total, total));
    assert!(pages > 3);
    let (_, listed) = sample.post("/rest/api/3/worklog/list", json!({"ids": &found[..1000]})).await;
    assert_eq!(listed.as_array().unwrap().len(), 1000);
    assert_eq!(sample.post("/rest/api/3/worklog/list", json!({"ids": &found[..1001]})).await.0, 400);
}

#[tokio::test]
async fn worklog_feed_omits_the_last_minute() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let since = epoch().timestamp_millis();
    let worklog = site.add_worklog("ORB-2", 900, Some("Gemessen")).unwrap();
    assert_eq!(feed(&sample, "updated", since).await.0, [] as [u64; 0]);
    site.advance_clock(TimeDelta::seconds(61));
    assert_eq!(feed(&sample, "updated", since).await.0, [worklog.id]);
    site.edit_worklog(&worklog, 1800).unwrap();
    let (_, listed) = sample.post("/rest/api/2/worklog/list", json!({"ids": [worklog.id]})).await;
    assert_eq!((&listed[0]["timeSpent"], &listed[0]["comment"]), (&json!("30m"), &json!("Gemessen")));
    site.delete_worklog(&worklog).unwrap();
    assert_eq!(feed(&sample, "deleted", since).await.0, [] as [u64; 0]);
    site.advance_clock(TimeDelta::seconds(61));
    assert_eq!(feed(&sample, "deleted", since).await.0, [worklog.id]);
    assert_eq!(feed(&sample, "updated", since).await.0, [] as [u64; 0]);
    let (_, listed) = sample.post("/rest/api/3/worklog/list", json!({"ids": [worklog.id]})).await;
    assert_eq!(listed, json!([]));
}

#[tokio::test]
async fn worklogs_of_an_edited_issue_stay_in_the_feed() {
    let sample = Sample::start(DemoConfig { issues: 1500, ..cloud() }).await;
    let before = feed(&sample, "updated", 0).await.0.len();
    sample.demo.site().add_comment("ORB-5", "Später").unwrap();
    assert_eq!(feed(&sample, "updated", 0).await.0.len(), before);
}

#[tokio::test]
async fn feed_page_can_split_entries_with_the_same_timestamp() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let since = epoch().timestamp_millis();
    let now = site.now();
    let worklogs: Vec<u64> =
        (1..=5).map(|n| site.add_worklog_at(&format!("ORB-{n}"), 60, None, now).unwrap().id).collect();
    site.advance_clock(TimeDelta::seconds(61));
    site.set(|settings| settings.feed_page = 3);
    assert_eq!(
        feed(&sample, "updated", since).await.0.len(),
        3,
        "a page cannot continue within one timestamp"
    );
    site.set(|settings| settings.torn_feeds = true);
    let (_, page) = sample.get(&format!("/rest/api/3/worklog/updated?since={since}")).await;
    assert_eq!((page["values"].as_array().unwrap().len(), &page["lastPage"]), (3, &json!(false)));
    assert_eq!(page["until"], page["values"][0]["updatedTime"]);
    assert_eq!(worklogs.len(), 5);
}
