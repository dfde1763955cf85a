use chrono::TimeDelta;
use jira_sync::demo::{DemoConfig, IssueEdit, NewIssue};
use serde_json::json;

use super::{Sample, cloud, data_center, ids};

const LAG: TimeDelta = TimeDelta::minutes(2);

fn late(config: DemoConfig) -> DemoConfig {
    DemoConfig { index_lag_ms: LAG.num_milliseconds().cast_unsigned(), ..config }
}

#[tokio::test]
async fn late_index_lists_old_state_while_issue_endpoint_returns_current() {
    let sample = Sample::start(late(cloud())).await;
    let site = sample.demo.site();
    let [gone, moved, edited] = [2, 3, 4].map(|number| sample.truth_of(&format!("PAY-{number}")));
    let before = sample.ids("project = PAY ORDER BY key", 5000).await;
    site.delete_issue(&gone.key).unwrap();
    let new_key = site.move_issue(&moved.key, "ORB").unwrap();
    site.edit_issue(&edited.key, IssueEdit { story_points: Some(3.0), ..IssueEdit::default() }).unwrap();
    let created = site.create_issue(NewIssue { project: "PAY".to_owned(), ..NewIssue::default() }).unwrap();
    let created = sample.truth_of(&created).id;
    assert_eq!(sample.ids("project = PAY ORDER BY key", 5000).await, before);
    let (_, count) =
        sample.post("/rest/api/3/search/approximate-count", json!({"jql": "project = PAY"})).await;
    assert_eq!(count["count"], before.len());
    let since = format!("updated > {} AND project in (PAY, ORB)", edited.updated.max(moved.updated) + 1000);
    let changed = sample.ids(&since, 5000).await;
    assert!(!changed.contains(&edited.id) && !changed.contains(&moved.id), "{changed:?}");

    let (status, read) = sample.get(&format!("/rest/api/3/issue/{}", moved.id)).await;
    assert_eq!((status, read["key"].as_str()), (200, Some(new_key.as_str())));
    assert_eq!(sample.get(&format!("/rest/api/3/issue/{}", gone.id)).await.0, 404);
    // A deleted issue has an id in the index, but no fields to return.
    let (_, page) =
        sample.search(json!({"jql": "project = PAY", "maxResults": 1000, "fields": ["summary"]})).await;
    assert!(!ids(&page).contains(&gone.id));
    let (_, page) = sample
        .search(json!({"jql": "project = PAY", "maxResults": 5000, "reconcileIssues": [created]}))
        .await;
    assert!(ids(&page).contains(&created));

    site.advance_clock(LAG);
    let after = sample.ids("project = PAY ORDER BY key", 5000).await;
    assert!(after.contains(&created) && !after.contains(&gone.id) && !after.contains(&moved.id));
    let changed = sample.ids(&since, 5000).await;
    assert!(changed.contains(&edited.id) && changed.contains(&moved.id), "{changed:?}");
}

#[tokio::test]
async fn data_center_counts_and_lists_from_the_same_late_index() {
    let sample = Sample::start(late(data_center())).await;
    let site = sample.demo.site();
    let before = ids(&sample.offset("project = PAY", 0, 1000).await.1);
    site.move_issue("PAY-3", "ORB").unwrap();
    site.create_issue(NewIssue { project: "PAY".to_owned(), ..NewIssue::default() }).unwrap();
    let (_, page) = sample.offset("project = PAY", 0, 1000).await;
    assert_eq!((ids(&page), page["total"].as_u64()), (before.clone(), Some(before.len() as u64)));
    site.advance_clock(LAG);
    let (_, page) = sample.offset("project = PAY", 0, 1000).await;
    assert_ne!(ids(&page), before);
    assert_eq!(page["total"], before.len());
}
