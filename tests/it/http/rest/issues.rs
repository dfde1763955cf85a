use reqwest::Method;
use serde_json::{Value, json};

use crate::support::app::{TestApp, assert_members};

const ISSUE: [&str; 10] = [
    "issue_key",
    "summary",
    "status",
    "issue_type",
    "created",
    "updated",
    "project_key",
    "instance",
    "fields",
    "url",
];

#[tokio::test(flavor = "multi_thread")]
async fn issues_are_found_by_key_project_and_search() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let recent = app.read("/api/issues/recent?limit=7").await;
        assert_eq!((recent["items"].as_array().unwrap().len(), &recent["has_more"]), (7, &true.into()));
        let issue = recent["items"][0].clone();
        assert_members(&issue, &ISSUE);
        assert_eq!(issue["instance"], "demo");
        assert!(
            issue["url"]
                .as_str()
                .unwrap()
                .ends_with(&format!("/browse/{}", issue["issue_key"].as_str().unwrap()))
        );

        let key = issue["issue_key"].as_str().unwrap();
        assert_eq!(app.read(&format!("/api/issues/{key}")).await, issue);

        let project = issue["project_key"].as_str().unwrap();
        let page = app.read(&format!("/api/issues/project/{project}/issues?limit=3&offset=18")).await;
        assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&20.into(), 2));
        assert!(page["items"].as_array().unwrap().iter().all(|found| found["project_key"] == *project));

        let search = async |query: Value| {
            app.send(Method::POST, "/api/issues/search", &query.to_string()).await.json()["total"].clone()
        };
        assert_eq!(search(json!({})).await, 40);
        assert_eq!(search(json!({"project_key": project, "instance": "demo"})).await, 20);
        assert_eq!(search(json!({"instance": "elsewhere"})).await, 0);
        assert!(search(json!({"query": key.to_lowercase()})).await.as_u64().unwrap() >= 1);
        let by_status = search(json!({"status": issue["status"], "issue_type": issue["issue_type"]})).await;
        assert!((1..=40).contains(&by_status.as_u64().unwrap()));
    })
    .await;
}
