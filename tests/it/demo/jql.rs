use chrono::{DateTime, TimeDelta};
use jira_sync::demo::NewIssue;
use serde_json::json;

use super::{DemoConfig, Sample, cloud, data_center, epoch, ids, message};

#[tokio::test]
async fn every_order_by_lists_each_issue_once() {
    let sample = Sample::start(cloud()).await;
    let mut wanted: Vec<u64> = sample.truth().iter().map(|i| i.id).collect();
    wanted.sort_unstable();
    for order in [
        "",
        "ORDER BY updated",
        "ORDER BY updated DESC",
        "ORDER BY created",
        "ORDER BY id DESC",
        "ORDER BY key",
    ] {
        let mut found = sample.ids(&format!("project in (ORB, PAY, 'INT') {order}"), 17).await;
        found.sort_unstable();
        assert_eq!(found, wanted, "{order}");
    }
    let by_updated = sample.ids("project in (ORB, PAY, 'INT') ORDER BY updated ASC", 50).await;
    let truth = sample.truth();
    let updated = |id: &u64| truth.iter().find(|i| i.id == *id).unwrap().updated;
    assert!(by_updated.windows(2).all(|w| updated(&w[0]) <= updated(&w[1])));
}

#[tokio::test]
async fn jql_dates_are_milliseconds_or_minutes_in_the_account_time_zone() {
    let sample = Sample::start(cloud()).await;
    // 04:34 in New York, four hours behind UTC in September.
    let at = DateTime::from_timestamp(epoch().timestamp() / 60 * 60, 0).unwrap() + TimeDelta::hours(1);
    let made = |seconds: i64| NewIssue {
        project: "ORB".to_owned(),
        at: Some(at + TimeDelta::seconds(seconds)),
        ..NewIssue::default()
    };
    let before = sample.demo.site().create_issue(made(-1)).unwrap();
    let after = sample.demo.site().create_issue(made(0)).unwrap();
    let keys = async |jql: String| {
        let (status, page) = sample.search(json!({"jql": jql, "fields": ["key"]})).await;
        assert_eq!(status, 200, "{page}");
        page["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["key"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let local = (at - TimeDelta::hours(4)).format("%Y-%m-%d %H:%M");
    assert_eq!(keys(format!("updated >= \"{local}\"")).await, [after.as_str()]);
    assert_eq!(keys(format!("created >= '{}'", local.to_string().replace('-', "/"))).await, [after.as_str()]);
    assert_eq!(keys(format!("updated >= {}", at.timestamp_millis())).await, [after.as_str()]);
    assert_eq!(keys(format!("updated >= {}", at.timestamp_millis() - 1000)).await, [after, before]);
    let (status, answer) =
        sample.search(json!({"jql": format!("updated >= \"{}\"", at.timestamp_millis())})).await;
    assert_eq!(status, 400, "milliseconds are not quoted: {answer}");
}

#[tokio::test]
async fn invalid_jql_is_400_with_the_reason() {
    let sample = Sample::start(cloud()).await;
    for (jql, reason) in [
        ("project = NOWHERE", "The value 'NOWHERE' does not exist for the field 'project'."),
        ("project = INT", "reserved JQL word"),
        ("id >= 999999", "does not exist"),
        ("key = ORB-9999", "does not exist"),
        ("flavour = sweet", "Field 'flavour' does not exist"),
        ("project = ORB AND", "before the end"),
        ("updated >= yesterday", "is invalid"),
    ] {
        let (status, answer) = sample.search(json!({"jql": jql})).await;
        assert_eq!(status, 400, "{jql}");
        assert!(message(&answer).contains(reason), "{jql}: {answer}");
    }
}

#[tokio::test]
async fn jql_clauses_filter_issues() {
    let sample = Sample::start(cloud()).await;
    let orb = sample.ids("project = ORB", 5000).await;
    let done = sample.ids("project = ORB AND statusCategory = Done", 5000).await;
    let open = sample.ids("project = ORB AND statusCategory != Done", 5000).await;
    assert!(!done.is_empty() && !open.is_empty());
    assert_eq!(done.len() + open.len(), orb.len());
    let (_, count) =
        sample.post("/rest/api/3/search/approximate-count", json!({"jql": "project = 10000"})).await;
    assert_eq!(count["count"], 80);
    let from_ten = sample.ids("key >= ORB-10 AND key <= ORB-12 ORDER BY key", 10).await;
    assert_eq!(from_ten.len(), 3);
    assert_eq!(
        sample.ids(&format!("id in ({}, {}) ORDER BY id", from_ten[1], from_ten[0]), 1).await,
        from_ten[..2]
    );
    assert_eq!(sample.ids("(key = ORB-1 OR key = PAY-1) AND NOT project = PAY", 10).await.len(), 1);
}

#[tokio::test]
async fn negated_jql_clauses_exclude_issues_without_a_value() {
    let sample = Sample::start(cloud()).await;
    let found = async |condition: &str| {
        let mut ids = sample.ids(&format!("project = ORB AND {condition}"), 5000).await;
        ids.sort_unstable();
        ids
    };
    for (field, value) in
        [("assignee", "\"Grace Mwangi\""), ("labels", "backend"), ("resolution", "Duplicate")]
    {
        let [with, empty] =
            [found(&format!("{field} = {value}")).await, found(&format!("{field} is EMPTY")).await];
        let others = found(&format!("{field} != {value}")).await;
        assert!(!with.is_empty() && !empty.is_empty() && !others.is_empty(), "{field}");
        assert_eq!(with.len() + empty.len() + others.len(), 80, "{field}");
        for same in [format!("{field} not in ({value})"), format!("NOT {field} = {value}")] {
            assert_eq!(found(&same).await, others, "{same}");
        }
        let filled = found(&format!("{field} is not EMPTY")).await;
        assert_eq!(filled.len(), with.len() + others.len(), "{field}");
        let either = found(&format!("{field} in ({value}, EMPTY)")).await;
        assert_eq!(either.len(), with.len() + empty.len(), "{field}");
    }
    let [a, b] = [found("labels = backend").await, found("labels = docs").await];
    let either = found("labels in (backend, docs)").await;
    assert!(either.len() > a.len().max(b.len()) && a.iter().chain(&b).all(|id| either.contains(id)));
    let neither = found("NOT (labels = backend OR labels = docs)").await;
    assert_eq!(neither, found("labels not in (backend, docs)").await);
    assert_eq!(found("resolution = Unresolved").await, found("resolution is EMPTY").await);
    assert_eq!(found("summary !~ fix").await.len() + found("summary ~ fix").await.len(), 80);
}

#[tokio::test]
async fn one_second_can_be_shared_by_more_issues_than_fit_in_a_page() {
    let config = DemoConfig { projects: 1, issues: 10_000, ..data_center() };
    let sample = Sample::start(config).await;
    let shared = sample.demo.site().truth_page(None, None, usize::MAX).issues;
    let mut counts = std::collections::HashMap::<i64, usize>::new();
    shared.iter().for_each(|i| *counts.entry(i.updated).or_default() += 1);
    let (at, count) = counts.into_iter().max_by_key(|(_, n)| *n).unwrap();
    assert!(count > 1000);
    let (_, page) =
        sample.offset(&format!("updated >= {at} AND updated <= {at} ORDER BY updated"), 0, 1000).await;
    assert_eq!((ids(&page).len(), &page["total"]), (1000, &json!(count)));
}

#[tokio::test]
async fn million_issues_can_be_listed_from_any_point() {
    let config = DemoConfig { projects: 4, issues: 250_000, ..cloud() };
    let sample = Sample::start(config).await;
    let now = epoch().timestamp_millis();
    let recent = sample.ids(&format!("updated >= {} ORDER BY updated", now - 60_000), 5000).await;
    assert!(recent.len() > 100 && recent.len() < 50_000, "{}", recent.len());
    for back in [1, 100, 700] {
        let since = now - back * 86_400_000;
        let body = json!({"jql": format!("project = PAY AND updated >= {since} ORDER BY updated"), "maxResults": 5000});
        let (status, page) = sample.search(body).await;
        assert_eq!((status, ids(&page).len()), (200, 5000));
    }
    let (_, count) =
        sample.post("/rest/api/3/search/approximate-count", json!({"jql": "updated >= 0"})).await;
    assert_eq!(count["count"], 1_000_000);
}
