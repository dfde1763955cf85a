use jira_sync::demo::IssueAccess;
use serde_json::{Value, json};

use super::{Sample, cloud, data_center, ids};

#[tokio::test]
async fn secured_issue_is_never_returned_though_its_id_may_be_listed() {
    for access in [IssueAccess::Secured, IssueAccess::Named] {
        let named = access == IssueAccess::Named;
        let sample = Sample::start(cloud()).await;
        let secured = sample.truth_of("ORB-4");
        sample.demo.site().set_access("ORB-4", access).unwrap();
        assert_eq!(sample.ids("project = ORB", 5000).await.contains(&secured.id), named);
        let (_, count) =
            sample.post("/rest/api/3/search/approximate-count", json!({"jql": "project = ORB"})).await;
        assert_eq!(count["count"], if named { 80 } else { 79 });
        let whole = json!({"jql": "project = ORB", "fields": ["summary"], "maxResults": 5000});
        assert!(!ids(&sample.search(whole).await.1).contains(&secured.id));
        assert_eq!(sample.get(&format!("/rest/api/3/issue/{}", secured.id)).await.0, 404);
        let asked = json!({"issueIdsOrKeys": ["ORB-4", "ORB-5"]});
        let (_, answer) = sample.post("/rest/api/3/issue/bulkfetch", asked).await;
        assert_eq!((ids(&answer).len(), &answer["issueErrors"]), (1, &json!([])));
        let truth = sample.demo.site().truth();
        assert_eq!((truth.issues, truth.projects[0].issues, sample.truth().len()), (239, 79, 239));
        sample.demo.site().set_access("ORB-4", IssueAccess::Open).unwrap();
        assert_eq!(sample.truth_of("ORB-4"), secured, "`updated` does not change");
    }
}

#[tokio::test]
async fn data_center_returns_403_for_a_secured_issue() {
    let sample = Sample::start(data_center()).await;
    sample.demo.site().set_access("ORB-4", IssueAccess::Secured).unwrap();
    assert_eq!(sample.get("/rest/api/2/issue/ORB-4").await.0, 403);
    let (_, page) = sample.offset("project = ORB", 0, 1000).await;
    assert_eq!((ids(&page).len(), &page["total"]), (79, &json!(79)));
}

#[tokio::test]
async fn archived_issue_can_be_opened_and_only_data_center_dates_it() {
    for config in [cloud(), data_center()] {
        let sample = Sample::start(config).await;
        let jql = "project = ORB AND key in (ORB-4, ORB-5)";
        sample.demo.site().set_access("ORB-4", IssueAccess::Archived).unwrap();
        let path = format!("/rest/api/2/issue/{}", sample.demo.site().truth_page(None, None, 1).issues[0].id);
        assert_eq!(sample.get(&path).await.0, 200);
        let (status, issue) = sample.get("/rest/api/2/issue/ORB-4").await;
        assert_eq!(status, 200);
        let has_date = issue["fields"].get("archiveddate").is_some_and(Value::is_string);
        assert_eq!(
            has_date,
            issue["fields"]["reporter"].get("key").is_some(),
            "only Data Center has `archiveddate`"
        );
        assert!(!sample.truth().iter().any(|issue| issue.key == "ORB-4"), "{jql}");
    }
}

#[tokio::test]
async fn links_to_a_secured_issue_are_hidden() {
    let sample = Sample::start(cloud()).await;
    let links = async || {
        let (_, issue) = sample.get("/rest/api/3/issue/ORB-7?fields=issuelinks").await;
        issue["fields"]["issuelinks"].as_array().unwrap().len()
    };
    let before = links().await;
    sample.demo.site().set_access("ORB-4", IssueAccess::Secured).unwrap();
    assert_eq!(links().await, before - 1);
}

#[tokio::test]
async fn one_sided_link_shows_on_one_issue_only() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let other = sample.truth_of("PAY-2");
    let link = site.link_one_side("ORB-2", "PAY-2", "Blocks").unwrap();
    let links = async |key: &str| {
        let (_, issue) = sample.get(&format!("/rest/api/3/issue/{key}?fields=issuelinks")).await;
        issue["fields"]["issuelinks"].to_string()
    };
    let id = format!("\"id\":\"{link}\"");
    assert!(links("ORB-2").await.contains(&id) && !links("PAY-2").await.contains(&id));
    site.unlink_issues("ORB-2", link).unwrap();
    assert!(!links("ORB-2").await.contains(&id));
    assert_eq!(sample.truth_of("PAY-2"), other, "the other side never changed");
}
