use std::collections::BTreeMap;

use jira_sync::demo::{Fault, FaultKind};

use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_great_loss_is_marked_only_when_somebody_says_that_it_is_real() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let site = app.jira.site();
        let key = site.truth().projects[0].key.clone();
        let issues = site.truth_page(Some(&key), None, 10).issues;
        issues.iter().for_each(|issue| site.delete_issue(&issue.key).unwrap());

        let run = app.run_by("/api/drift/repair", "").await;
        assert_eq!(run["status"], "completed_with_errors");
        let projects =
            app.read(&format!("/api/sync/history/{}/projects", run["sync_id"].as_str().unwrap())).await;
        let projects = projects["projects"].as_array().unwrap();
        let told = projects.iter().find(|project| project["project_key"] == key.as_str()).unwrap();
        let reason = told["error_message"].as_str().unwrap();
        assert!(reason.contains("10 of 20 issues vanished") && reason.contains("page Verify"), "{reason}");
        let shown = format!("/api/issues/project/{key}/issues");
        assert_eq!(app.read(&shown).await["total"], 20);

        let run = app.run_by("/api/drift/repair", r#"{"accept_losses": true}"#).await;
        assert_eq!(run["status"], "completed", "{run}");
        assert_eq!(app.read(&shown).await["total"], 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_refused_is_named_by_the_run_and_its_page() {
    TestApp::on_each_database(async |app| {
        let refused = FaultKind::Status { status: 403, headers: BTreeMap::new(), body: None };
        app.jira.faults().add(Fault::on("/rest/api/3/priority", refused.clone()));
        let project = app.jira.site().truth().projects[0].clone();
        let versions = format!("project/{}/versions", project.id);
        app.jira.faults().add(Fault::on(&format!("/rest/api/3/{versions}"), refused));
        let run = app.sync().await;
        assert_eq!(
            (run["status"].as_str(), run["error_message"].is_null()),
            (Some("completed"), true),
            "{run}"
        );
        let sync_id = run["sync_id"].as_str().unwrap();
        let warnings = app.read(&format!("/api/sync/run/warnings?sync_id={sync_id}")).await;
        let warnings = warnings["warnings"].as_array().unwrap();
        let told: Vec<_> = warnings
            .iter()
            .map(|row| {
                ["instance", "project_key", "path", "example_issue"].map(|name| row[name].as_str().unwrap())
            })
            .collect();
        assert_eq!(told, [["demo", "*", "priority", ""], ["demo", &project.key, &versions, ""]]);
        assert!(warnings[0]["problem"].as_str().unwrap().contains("(403) to GET rest/api/3/priority"));
        let page = app.get(&format!("/history/{sync_id}")).await.text;
        for text in ["Data warnings", &versions, &format!("demo / {}", project.key), "denied access (403)"] {
            assert!(page.contains(text), "{text} in {page}");
        }
    })
    .await;
}
