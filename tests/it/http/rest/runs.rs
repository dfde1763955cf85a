use reqwest::Method;

use crate::support::app::{TestApp, assert_members};

const RUN: [&str; 16] = [
    "sync_id",
    "started_at",
    "completed_at",
    "duration_seconds",
    "total_projects",
    "successful_projects",
    "failed_projects",
    "total_issues",
    "issues_created",
    "issues_updated",
    "issues_failed",
    "issues_per_second",
    "status",
    "error_message",
    "sync_type",
    "initiated_by",
];

#[tokio::test(flavor = "multi_thread")]
async fn started_run_appears_in_history_with_projects_and_metrics() {
    TestApp::on_each_database(async |app| {
        let run = app.sync().await;
        assert_members(&run, &RUN);
        assert_eq!((&run["status"], &run["total_issues"]), (&"completed".into(), &40.into()), "{run}");
        assert_eq!((&run["sync_type"], &run["initiated_by"]), (&"manual".into(), &"api".into()));
        let started = chrono::DateTime::parse_from_rfc3339(run["started_at"].as_str().unwrap());
        assert!(started.is_ok(), "{run}");

        let second = app.sync().await;
        let page = app.read("/api/sync/history?limit=1").await;
        assert_eq!((&page["total"], &page["has_more"]), (&2.into(), &true.into()));
        assert_eq!(page["items"][0]["sync_id"], second["sync_id"], "newest first");
        assert_members(&page["items"][0], &RUN);
        let rest = app.read("/api/sync/history?limit=1&offset=1").await;
        assert_eq!((&rest["items"][0]["sync_id"], &rest["has_more"]), (&run["sync_id"], &false.into()));

        let id = run["sync_id"].as_str().unwrap();
        let projects = app.read(&format!("/api/sync/history/{id}/projects")).await;
        assert_eq!((&projects["sync_id"], &projects["total"]), (&run["sync_id"], &2.into()));
        let members = [
            "project_key",
            "instance",
            "start_time",
            "end_time",
            "duration_seconds",
            "status",
            "issues_processed",
            "issues_created",
            "issues_updated",
            "issues_failed",
            "error_message",
            "retry_count",
        ];
        assert_members(&projects["projects"][0], &members);

        let metrics = app.read(&format!("/api/sync/history/{id}/metrics")).await;
        assert_members(&metrics, &["sync_id", "metrics", "total_metrics"]);
        let values = metrics["metrics"].as_object().unwrap().values().next().expect("some metric");
        assert_members(&values[0], &["value", "unit", "recorded_at"]);

        let summary = app.read("/api/sync/stats/summary").await;
        let members = [
            "period",
            "total_syncs",
            "successful_syncs",
            "failed_syncs",
            "success_rate",
            "total_issues_processed",
            "average_duration_seconds",
            "last_sync",
        ];
        assert_members(&summary, &members);
        assert_eq!((&summary["period"], &summary["total_syncs"]), (&"last_7_days".into(), &2.into()));
        assert_eq!(summary["success_rate"], 100.0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_can_be_filtered_by_status_type_and_date() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        for (query, total) in [
            ("status=completed", 1),
            ("status=failed", 0),
            ("sync_type=manual", 1),
            ("sync_type=scheduled", 0),
            ("start_date=2020-01-01", 1),
            ("end_date=2020-01-01", 0),
            ("start_date=2020-01-01T00:00:00%2B02:00&end_date=2100-01-01T00:00:00Z", 1),
            ("status=&sync_type=&start_date=&end_date=&limit=&offset=", 1),
        ] {
            assert_eq!(app.read(&format!("/api/sync/history?{query}")).await["total"], total, "{query}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_run_at_a_time_and_stop_request_ends_it() {
    TestApp::on_each_database(async |app| {
        let hold = app.jira.hold("/rest/api/3/");
        let first = app.send(Method::POST, "/api/sync/start", r#"{"force": false}"#).await.json();
        assert_members(&first, &["success", "message", "sync_id"]);
        assert_eq!(first["success"], true);

        let second = app.send(Method::POST, "/api/sync/start", "").await;
        assert_eq!(second.status, 200);
        assert_eq!(
            (&second.json()["success"], &second.json()["sync_id"]),
            (&false.into(), &serde_json::Value::Null)
        );

        let progress = app.read("/api/sync/progress").await;
        let members = [
            "status",
            "current_project",
            "total_projects",
            "current_issues",
            "total_issues",
            "progress_percentage",
            "started_at",
            "updated_at",
        ];
        assert_members(&progress, &members);
        assert_eq!(progress["status"], "running");

        let stop = app.send(Method::POST, "/api/sync/stop", "").await.json();
        assert_eq!((&stop["success"], &stop["sync_id"]), (&true.into(), &first["sync_id"]));
        drop(hold);
        let ended = app.ended(first["sync_id"].as_str().unwrap()).await;
        assert_eq!(ended["status"], "stopped", "the status `stopped` is not overwritten");
        app.sync().await;
        let summary = app.read("/api/sync/stats/summary").await;
        let figures = ["total_syncs", "successful_syncs", "failed_syncs"].map(|name| summary[name].clone());
        assert_eq!(figures, [2, 1, 0]);
        assert_eq!(summary["success_rate"], 100.0, "a stopped run is not counted as failed");
        let idle = app.send(Method::POST, "/api/sync/stop", "").await;
        assert_eq!((idle.status, &idle.json()["success"]), (200, &false.into()));
    })
    .await;
}
