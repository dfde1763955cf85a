use chrono::TimeDelta;
use jira_sync::demo::{ControlError, IssueEdit, NewIssue};
use serde_json::json;

use super::{Sample, cloud, data_center, epoch, ids};

#[tokio::test]
async fn edited_issue_becomes_the_newest_and_gains_one_changelog_entry() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth_of("ORB-3");
    let edit = IssueEdit {
        summary: Some("Neu".to_owned()),
        status: Some("Done".to_owned()),
        assignee: Some("Grace Mwangi".to_owned()),
        ..IssueEdit::default()
    };
    let updated = site.edit_issue("ORB-3", edit).unwrap();
    let after = sample.truth_of("ORB-3");
    assert_eq!(
        (after.id, after.updated, after.histories),
        (before.id, updated.timestamp_millis(), before.histories + 1)
    );
    let found = sample.ids(&format!("updated >= {} ORDER BY updated", epoch().timestamp_millis()), 10).await;
    assert_eq!(found, [before.id]);
    assert_eq!(sample.ids("project = ORB", 5000).await.len(), 80, "the issue is listed once");
    let (_, issue) = sample.get("/rest/api/3/issue/ORB-3?expand=changelog").await;
    let items = issue["changelog"]["histories"][0]["items"].as_array().unwrap().clone();
    assert_eq!(issue["fields"]["summary"], "Neu");
    assert_eq!(items[0]["toString"], "Neu");
    let assignee = items.iter().find(|i| i["field"] == "assignee").unwrap();
    assert_eq!(assignee["to"], issue["fields"]["assignee"]["accountId"]);
    assert!(matches!(site.edit_issue("ORB-999", IssueEdit::default()), Err(ControlError::NotFound(..))));
}

#[tokio::test]
async fn issues_can_be_created_and_deleted() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let new = NewIssue { project: "INT".to_owned(), summary: "Frisch".to_owned(), ..NewIssue::default() };
    let key = site.create_issue(new).unwrap();
    assert_eq!(key, "INT-81");
    assert_eq!(sample.get("/rest/api/3/issue/INT-81").await.1["fields"]["summary"], "Frisch");
    site.delete_issue("INT-81").unwrap();
    site.delete_issue("ORB-7").unwrap();
    assert_eq!(sample.get("/rest/api/3/issue/INT-81").await.0, 404);
    assert_eq!(sample.get("/rest/api/3/issue/ORB-7").await.0, 404);
    assert_eq!(sample.ids("project = ORB", 5000).await.len(), 79);
    let truth = site.truth();
    assert_eq!((truth.issues, sample.truth().len()), (239, 239));
    let another = NewIssue { project: "INT".to_owned(), ..NewIssue::default() };
    assert_eq!(site.create_issue(another).unwrap(), "INT-82", "numbers are not reused");
}

#[tokio::test]
async fn moved_issue_keeps_its_id_and_is_found_by_its_old_key() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth_of("ORB-5");
    let key = site.move_issue("ORB-5", "PAY").unwrap();
    assert_eq!(key, "PAY-81");
    for name in ["ORB-5", "PAY-81", &before.id.to_string()] {
        let (status, issue) = sample.get(&format!("/rest/api/3/issue/{name}?expand=changelog")).await;
        assert_eq!(
            (status, &issue["key"], &issue["id"]),
            (200, &json!("PAY-81"), &json!(before.id.to_string()))
        );
        let items = &issue["changelog"]["histories"][0]["items"];
        assert_eq!((&items[1]["field"], &items[1]["toString"]), (&json!("Key"), &json!("PAY-81")));
    }
    assert_eq!(sample.ids("project = ORB", 5000).await.len(), 79);
    assert_eq!(sample.ids("project = PAY", 5000).await.len(), 81);
    let projects = site.truth().projects;
    assert_eq!((projects[0].issues, projects[1].issues), (79, 81));
    let onward = site.move_issue("PAY-81", "INT").unwrap();
    assert_eq!(sample.get("/rest/api/3/issue/ORB-5").await.1["key"], json!(onward));
    assert_eq!(sample.get("/rest/api/3/issue/PAY-81").await.1["key"], json!(onward));
}

#[tokio::test]
async fn comments_can_be_added_edited_and_deleted() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth_of("ORB-2");
    let comment = site.add_comment("ORB-2", "Erster\nZweiter").unwrap();
    assert_eq!(sample.truth_of("ORB-2").comments, before.comments + 1);
    site.edit_comment(&comment, "Dritter").unwrap();
    let (_, page) = sample.get("/rest/api/2/issue/ORB-2/comment?orderBy=-created").await;
    assert_eq!(
        (&page["comments"][0]["body"], &page["comments"][0]["id"]),
        (&json!("Dritter"), &json!(comment.id.to_string()))
    );
    site.delete_comment(&comment).unwrap();
    assert_eq!(sample.truth_of("ORB-2").comments, before.comments);
    assert!(sample.truth_of("ORB-2").updated > before.updated);
    assert!(site.delete_comment(&comment).is_err());
}

#[tokio::test]
async fn controls_are_available_over_http() {
    let sample = Sample::start(data_center()).await;
    let url = |path: &str| format!("{}/__control/{path}", sample.demo.base_url());
    let send = async |method: &str, path: &str, body: serde_json::Value| {
        let request = sample.client.request(method.parse().unwrap(), url(path)).json(&body);
        super::read(request.send().await.unwrap()).await
    };
    let (_, made) = send("POST", "issues", json!({"project": "ORB", "summary": "Über HTTP"})).await;
    assert_eq!(made["key"], "ORB-81");
    assert_eq!(send("PUT", "issues/ORB-81", json!({"labels": ["a", "b"]})).await.0, 200);
    assert_eq!(send("PUT", "issues/ORB-81", json!({"nonsense": 1})).await.0, 422);
    assert_eq!(send("POST", "issues/ORB-81/move", json!({"project": "PAY"})).await.1["key"], "PAY-81");
    let (_, comment) = send("POST", "issues/PAY-81/comments", json!({"body": "Hallo"})).await;
    assert_eq!(send("DELETE", &format!("issues/PAY-81/comments/{}", comment["id"]), json!({})).await.0, 200);
    let (_, worklog) = send("POST", "issues/PAY-81/worklogs", json!({"seconds": 900})).await;
    let worklog = format!("issues/PAY-81/worklogs/{}", worklog["id"]);
    assert_eq!(send("PUT", &worklog, json!({"seconds": 1800})).await.0, 200);
    assert_eq!(send("PUT", "projects/PAY", json!({"key": "PAYX"})).await.0, 200);
    assert_eq!(send("DELETE", "issues/PAYX-81", json!({})).await.0, 200);
    assert_eq!(send("DELETE", "issues/PAYX-81", json!({})).await.0, 404);
    let (_, truth) = send("GET", "truth", json!({})).await;
    assert_eq!((&truth["issues"], &truth["projects"][1]["key"]), (&json!(240), &json!("PAYX")));
    let (_, page) = send("GET", "truth/issues?project=PAYX&limit=50", json!({})).await;
    let (_, rest) =
        send("GET", &format!("truth/issues?project=PAYX&limit=50&after={}", page["after"]), json!({})).await;
    assert_eq!(
        (page["issues"].as_array().unwrap().len(), rest["issues"].as_array().unwrap().len()),
        (50, 30)
    );
    assert_eq!(rest["after"], json!(null));
}

#[tokio::test]
async fn statistics_count_requests_until_they_are_reset() {
    let sample = Sample::start(cloud()).await;
    sample.get("/rest/api/3/issue/ORB-1/comment?startAt=5").await;
    sample.search(json!({"jql": "project = ORB"})).await;
    let stats = sample.demo.stats();
    assert_eq!(stats.endpoints["GET /rest/api/3/issue/{issue}/comment"], 1);
    assert_eq!((stats.requests, stats.statuses[&200], stats.max_concurrent), (2, 2, 1));
    let lines = sample.demo.requests();
    assert_eq!(
        (lines[0].query.as_str(), lines[1].method.as_str(), lines[1].status),
        ("startAt=5", "POST", 200)
    );
    assert!(lines[1].body.contains("project = ORB"));
    sample.demo.reset_stats();
    assert_eq!((sample.demo.stats().requests, sample.demo.requests().len()), (0, 0));
    sample.demo.site().advance_clock(TimeDelta::seconds(1));
    let (_, page) = sample.search(json!({"jql": "project = ORB", "maxResults": 3})).await;
    assert_eq!(ids(&page).len(), 3);
}
