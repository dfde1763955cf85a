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
