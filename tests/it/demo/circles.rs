use std::collections::BTreeSet;

use jira_sync::demo::{Fault, FaultKind};
use serde_json::{Value, json};

use super::{Sample, cloud, data_center, ids};

const SEARCH: &str = "/rest/api/3/search/jql";

/// The page tokens of the first pages of a listing.
async fn tokens(sample: &Sample, path: &str, mut body: Value, pages: usize) -> Vec<String> {
    let mut tokens = Vec::new();
    for _ in 0..pages {
        let (status, page) = sample.post(path, body.clone()).await;
        assert_eq!(status, 200, "{page}");
        let token = page["nextPageToken"].as_str().unwrap_or_else(|| panic!("no next page: {page}"));
        tokens.push(token.to_owned());
        body["nextPageToken"] = json!(token);
    }
    tokens
}

#[tokio::test]
async fn page_tokens_can_repeat_in_cycles_of_any_length() {
    let sample = Sample::start(cloud()).await;
    let listing = json!({"jql": "project = ORB ORDER BY id", "maxResults": 20});
    for length in [1, 2, 3] {
        sample.demo.faults().clear();
        sample.demo.faults().add(Fault::on(SEARCH, FaultKind::TokenCircle { length, fresh: false }));
        let tokens = tokens(&sample, SEARCH, listing.clone(), 12).await;
        assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), length);
        assert_eq!(tokens[..length], tokens[length..2 * length]);
    }
    sample.demo.faults().clear();
    sample.demo.faults().add(Fault::on("", FaultKind::TokenCircle { length: 2, fresh: true }));
    let listing = json!({"issueIdsOrKeys": ["ORB-6", "ORB-7"], "maxResults": 50});
    let tokens = tokens(&sample, "/rest/api/3/changelog/bulkfetch", listing, 10).await;
    assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), 10, "each token is different");
}

#[tokio::test]
async fn offset_lists_can_return_their_first_page_again() {
    let cloud = Sample::start(cloud()).await;
    cloud.demo.faults().add(Fault::on("", FaultKind::FirstPageAgain));
    for path in ["/rest/api/3/users/search?maxResults=10", "/rest/api/3/issue/ORB-4/comment?maxResults=10"] {
        let [first, third] = [cloud.get(path).await, cloud.get(&format!("{path}&startAt=20")).await];
        assert_eq!(first, third);
    }
    let center = Sample::start(data_center()).await;
    center.demo.faults().add(Fault::on("", FaultKind::FirstPageAgain));
    let [first, second] =
        [center.offset("project = ORB", 0, 10).await, center.offset("project = ORB", 10, 10).await];
    assert_eq!(first, second);
}

#[tokio::test]
async fn page_can_claim_to_be_last_despite_a_token_or_end_early() {
    let sample = Sample::start(cloud()).await;
    let listing = json!({"jql": "project = ORB ORDER BY id", "maxResults": 20});
    let members = json!({"isLast": true});
    sample.demo.faults().add(Fault::on(SEARCH, FaultKind::Merge { members }).times(1));
    let (_, page) = sample.search(listing.clone()).await;
    assert!(page["isLast"] == true && page["nextPageToken"].is_string());
    sample.demo.faults().add(Fault::on(SEARCH, FaultKind::EndsEarly).times(1));
    let (_, page) = sample.search(listing).await;
    assert_eq!((ids(&page).len(), &page["isLast"], &page["nextPageToken"]), (20, &json!(true), &Value::Null));
    let center = Sample::start(data_center()).await;
    center.demo.faults().add(Fault::on("", FaultKind::EndsEarly));
    let (_, page) = center.offset("project = ORB", 20, 20).await;
    assert_eq!((ids(&page).len(), &page["total"]), (20, &json!(40)));
}

#[tokio::test]
async fn project_can_be_archived_between_two_pages_of_the_project_list() {
    let sample = Sample::start(cloud()).await;
    let roster = "/rest/api/3/project/search?maxResults=2";
    sample.demo.faults().add(
        Fault::on("/rest/api/3/project/search", FaultKind::ThenArchive { project: "INT".to_owned() })
            .times(1),
    );
    let (_, first) = sample.get(roster).await;
    let (_, second) = sample.get(&format!("{roster}&startAt=2")).await;
    assert_eq!((first["values"].as_array().unwrap().len(), &first["total"]), (2, &json!(3)));
    assert_eq!(
        (&second["values"], &second["total"]),
        (&json!([]), &json!(2)),
        "PAY moved to the first page unseen"
    );
}

#[tokio::test]
async fn worklog_feed_can_stand_still() {
    let sample = Sample::start(cloud()).await;
    let members = json!({"lastPage": false, "until": 1000});
    sample.demo.faults().add(Fault::on("/rest/api/3/worklog/updated", FaultKind::Merge { members }));
    let (_, page) = sample.get("/rest/api/3/worklog/updated?since=5000").await;
    assert_eq!((&page["lastPage"], &page["until"]), (&json!(false), &json!(1000)));
}
