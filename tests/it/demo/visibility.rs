use jira_sync::demo::{NewIssue, ProjectState};
use serde_json::json;

use super::{Sample, cloud, data_center, message};

async fn listed(sample: &Sample, status: &str) -> Vec<String> {
    let (_, page) = sample.get(&format!("/rest/api/3/project/search?status={status}")).await;
    page["values"].as_array().unwrap().iter().map(|p| p["key"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn renamed_project_keeps_its_issues_and_its_old_key() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth_of("PAY-2");
    site.rename_project("PAY", "MONEY").unwrap();
    let after = sample.truth_of("MONEY-2");
    assert_eq!((after.id, after.updated), (before.id, before.updated));
    assert_eq!(sample.get("/rest/api/3/issue/PAY-2").await.1["key"], "MONEY-2");
    assert_eq!(sample.ids("project = PAY", 5000).await, sample.ids("project = MONEY", 5000).await);
    assert_eq!(sample.get("/rest/api/3/project/PAY").await.1["key"], "MONEY");
    assert!(site.rename_project("ORB", "PAY").is_err(), "an old key stays taken");
}

#[tokio::test]
async fn status_and_user_renames_do_not_change_updated() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth();
    site.rename_status("Done", "Erledigt").unwrap();
    site.rename_user("Grace Mwangi", "Grace Wanjiru").unwrap();
    assert_eq!(sample.truth(), before);
    let (_, statuses) = sample.get("/rest/api/3/status").await;
    assert!(statuses.as_array().unwrap().iter().any(|s| s["name"] == "Erledigt"));
    let (_, people) = sample.get("/rest/api/3/users/search?maxResults=1000").await;
    assert!(people.as_array().unwrap().iter().any(|p| p["displayName"] == "Grace Wanjiru"));
}

#[tokio::test]
async fn archived_and_trashed_projects_disappear_from_search() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    site.set_project_state("ORB", ProjectState::Archived).unwrap();
    site.set_project_state("PAY", ProjectState::Trashed).unwrap();
    assert_eq!(listed(&sample, "live").await, ["INT"]);
    assert_eq!(listed(&sample, "archived").await, ["ORB"]);
    assert_eq!(listed(&sample, "deleted").await, ["PAY"]);
    assert_eq!(sample.ids("created > 0", 5000).await.len(), 80);
    assert_eq!(sample.ids("project = ORB", 5000).await, [] as [u64; 0]);
    assert_eq!(sample.get("/rest/api/3/issue/ORB-1").await.0, 200, "an archived issue can be opened");
    assert_eq!(sample.get("/rest/api/3/issue/PAY-1").await.0, 404);
    assert_eq!(sample.search(json!({"jql": "project = PAY"})).await.0, 400);
    assert_eq!(site.truth().issues, 80);
    site.set_project_state("ORB", ProjectState::Live).unwrap();
    site.set_project_state("PAY", ProjectState::Live).unwrap();
    assert_eq!(site.truth().issues, 240);
    assert_eq!(sample.ids("created > 0", 5000).await.len(), 240);
}

#[tokio::test]
async fn data_center_lists_archived_projects_on_request() {
    let sample = Sample::start(data_center()).await;
    sample.demo.site().set_project_state("ORB", ProjectState::Archived).unwrap();
    let count = async |path| sample.get(path).await.1.as_array().unwrap().len();
    assert_eq!(count("/rest/api/2/project").await, 2);
    assert_eq!(count("/rest/api/2/project?includeArchived=true").await, 3);
}

#[tokio::test]
async fn lost_permission_hides_a_project_until_it_is_restored() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    site.set_permission("ORB", false).unwrap();
    assert_eq!(listed(&sample, "live").await, ["INT", "PAY"]);
    let (status, answer) = sample.search(json!({"jql": "project = ORB"})).await;
    assert_eq!(status, 400);
    assert_eq!(message(&answer), "The value 'ORB' does not exist for the field 'project'.");
    assert_eq!(sample.get("/rest/api/3/issue/ORB-1").await.0, 404);
    let (_, bulk) =
        sample.post("/rest/api/3/issue/bulkfetch", json!({"issueIdsOrKeys": ["ORB-1", "PAY-1"]})).await;
    assert_eq!(bulk["issues"].as_array().unwrap().len(), 1);
    assert_eq!(sample.get("/rest/agile/1.0/board").await.1["total"], 2);
    site.create_issue(NewIssue { project: "ORB".to_owned(), ..NewIssue::default() }).unwrap();
    site.set_permission("ORB", true).unwrap();
    assert_eq!(sample.ids("project = ORB", 5000).await.len(), 81);
}
