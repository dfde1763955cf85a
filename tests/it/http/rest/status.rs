use crate::support::app::{TestApp, assert_members};

#[tokio::test(flavor = "multi_thread")]
async fn status_is_served_without_calling_jira() {
    TestApp::on_each_database(async |app| {
        assert_eq!(app.read("/api/status/system").await["sites"][0]["issues"], 0);
        app.sync().await;
        assert_eq!(app.read("/api/status/system").await["sites"][0]["issues"], 40, "counted after the sync");
        app.jira.reset_stats();
        let status = app.read("/api/status/system").await;
        let members = [
            "sync_status",
            "sync_progress",
            "last_sync",
            "next_sync_time",
            "database_connected",
            "jira_instances_connected",
            "system_health",
            "scheduler_info",
        ];
        assert_members(&status, &members);
        assert_eq!(status["jira_instances_connected"], serde_json::json!({"demo": true}));
        assert_eq!(
            (&status["database_connected"], &status["system_health"]),
            (&true.into(), &"healthy".into())
        );
        assert_members(
            &status["scheduler_info"],
            &["enabled", "interval_minutes", "is_running", "next_run_time"],
        );
        assert!(app.jira.requests().is_empty(), "{:?}", app.jira.requests());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_system_metrics_are_served() {
    TestApp::on_each_database(async |app| {
        assert_eq!(app.read("/health").await["status"], "healthy");
        let metrics = app.read("/api/status/metrics").await;
        assert!(metrics["process_memory_bytes"].as_u64().unwrap() > 0, "{metrics}");
        assert!(metrics["disk_total_bytes"].as_u64().unwrap() > 0, "{metrics}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_render_for_concurrent_requests_and_history_links_the_run() {
    TestApp::on_each_database(async |app| {
        let run = app.sync().await;
        let id = run["sync_id"].as_str().unwrap();
        // Many at the same time: rendering must be able to move between threads.
        for path in ["/", "/history", &format!("/history/{id}"), "/admin/scheduler"] {
            let answers = futures::future::join_all((0..8).map(|_| app.get(path))).await;
            for answer in answers {
                assert_eq!(answer.status, 200, "{path}");
                assert!(
                    answer.text.ends_with("</html>") || answer.text.contains("</body>"),
                    "{path} is complete"
                );
            }
        }
        assert!(app.get("/history").await.text.contains(&format!("/history/{id}")));
    })
    .await;
}
