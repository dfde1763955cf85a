use chrono::{DateTime, TimeDelta};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::{TestApp, assert_members},
    control::by_hand,
    http_server::Answer,
};

/// Asserts that the file contains the value if, and only if, settings are kept in the file.
fn assert_saved(app: &TestApp, pointer: &str, expected: Value) {
    let file = std::fs::read(app.config.join("sync_config.json")).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    let found = file.pointer(pointer) == Some(&expected);
    assert_eq!(found, app.settings_in_file, "{pointer} of {file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn schedule_changes_take_effect_immediately_and_are_stored() {
    TestApp::on_each_database(async |app| {
        for path in ["/api/scheduler/status", "/api/scheduler/status/public"] {
            let status = app.read(path).await;
            assert_members(&status, &["enabled", "interval_minutes", "is_running", "next_run_time"]);
            assert_eq!(
                (&status["enabled"], &status["interval_minutes"]),
                (&false.into(), &5.into()),
                "the old key is read"
            );
            assert_eq!((&status["next_run_time"], &status["is_running"]), (&Value::Null, &true.into()));
        }
        let body = r#"{"enabled": true, "interval": 30}"#;
        let answer = app.send(Method::PUT, "/api/scheduler/config", body).await;
        assert_eq!((answer.status, &answer.json()["success"]), (200, &true.into()));
        assert_members(&answer.json(), &["success", "message"]);
        let status = app.read("/api/scheduler/status").await;
        assert_eq!((&status["enabled"], &status["interval_minutes"]), (&true.into(), &30.into()));
        assert!(status["next_run_time"].is_string());
        assert_saved(&app, "/enabled", true.into());
        assert_saved(&app, "/interval_minutes", 30.into());

        for (path, enabled) in [("/api/scheduler/disable", false), ("/api/scheduler/enable", true)] {
            assert_eq!(app.send(Method::POST, path, "").await.json()["success"], true);
            let status = app.read("/api/scheduler/status").await;
            assert_eq!((&status["enabled"], &status["interval_minutes"]), (&enabled.into(), &30.into()));
            assert_eq!(status["next_run_time"].is_string(), enabled);
        }
        let body = r#"{"enabled": true, "interval_minutes": 1440}"#;
        assert_eq!(app.send(Method::PUT, "/api/config/sync", body).await.json()["success"], true);
        assert_eq!(app.read("/api/config/sync").await, json!({"enabled": true, "interval_minutes": 1440}));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_save_of_a_schedule_is_500_and_changes_nothing() {
    TestApp::on_sqlite(async |app| {
        std::fs::write(app.config.join("sync_config.json"), "{").unwrap();
        let body = r#"{"enabled": true, "interval_minutes": 30}"#;
        let answer = app.send(Method::PUT, "/api/scheduler/config", body).await;
        let problem = answer.problem(500);
        assert!(problem["detail"].as_str().unwrap().contains("sync_config.json"), "{problem}");
        let status = app.read("/api/scheduler/status").await;
        assert_eq!((&status["enabled"], &status["interval_minutes"]), (&false.into(), &5.into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn save_with_an_unwritable_file_succeeds_with_a_warning() {
    TestApp::on_sqlite(async |app| {
        let saves = [
            (Method::PUT, "/api/scheduler/config", r#"{"enabled": false, "interval_minutes": 30}"#),
            (Method::POST, "/api/scheduler/enable", ""),
            (Method::PUT, "/api/admin/config/performance", r#"{"max_workers": 4}"#),
        ];
        // Makes writing the file fail: its previous version cannot be kept here.
        let obstacle = app.config.join("sync_config.json.bak");
        std::fs::create_dir(&obstacle).unwrap();
        for (method, path, body) in saves {
            let answer = app.send(method, path, body).await;
            let warning =
                answer.json()["warning"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned();
            assert!(
                answer.status == 200 && warning.contains("sync_config.json does not contain it yet"),
                "{warning}"
            );
        }
        let form = app
            .request(Method::POST, "/forms/scheduler")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body("enabled=true&interval_minutes=45");
        let location = Answer::of(form).await.headers["location"].to_str().unwrap().to_owned();
        assert!(location.ends_with("?message=schedule_saved_with_warning"), "{location}");
        let status = app.read("/api/status/system").await;
        assert_eq!(status["scheduler_info"]["interval_minutes"], 45);
        assert!(status["health_reasons"].to_string().contains("sync_config.json"), "{status}");

        std::fs::remove_dir(obstacle).unwrap();
        let answer = app.send(Method::PUT, "/api/admin/config/performance", r#"{"max_workers": 5}"#).await;
        assert_eq!(answer.json().get("warning"), None);
        assert_saved(&app, "/interval_minutes", 45.into());
        assert_saved(&app, "/performance/max_workers", 5.into());
        let status = app.read("/api/status/system").await;
        assert!(!status["health_reasons"].to_string().contains("sync_config.json"), "{status}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn switch_form_keeps_an_interval_not_in_whole_minutes() {
    TestApp::on_each_database(async |app| {
        by_hand(&app.database_url, "update schedules set interval_seconds = 90").await;
        for enabled in [false, true] {
            let form = app
                .request(Method::POST, "/forms/scheduler")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(format!("enabled={enabled}"));
            assert_eq!(Answer::of(form).await.status, 303);
            let schedule = app.database.schedules().default_schedule().await.unwrap().unwrap();
            assert_eq!((schedule.enabled, schedule.interval_seconds), (enabled, 90));
        }
        let page = app.get("/admin/scheduler").await.text;
        let switch = page.split("</form>").find(|form| form.contains("Run syncs on schedule")).unwrap();
        assert!(!switch.contains("interval_minutes"), "{switch}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn performance_settings_can_be_saved_individually() {
    TestApp::on_each_database(async |app| {
    let path = "/api/admin/config/performance";
    let before = app.read(path).await;
    let defaults = json!({"max_workers": 8, "project_timeout": 300, "batch_size": 200, "lookback_days": 60,
        "max_retries": 3, "backoff_factor": 0.5, "rate_limit_pause": 1.0, "connection_pool_size": 20,
        "connection_pool_block": false});
    for (name, value) in defaults.as_object().unwrap() {
        assert_eq!(&before[name], value, "{name}");
    }
    let answer = app.send(Method::PUT, path, r#"{"max_workers": 4, "backoff_factor": 2}"#).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = app.read(path).await;
    assert_eq!((&after["max_workers"], &after["backoff_factor"]), (&4.into(), &2.0.into()));
    assert_eq!(after["batch_size"], 200);
    assert_saved(&app, "/performance/max_workers", 4.into());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn advice_slots_and_upcoming_runs_are_served() {
    TestApp::on_each_database(async |app| {
        app.send(Method::POST, "/api/scheduler/enable", "").await;
        let advice = app.read("/api/scheduler/advice?interval_minutes=15").await;
        assert_members(
            &advice,
            &["interval_minutes", "recommended_min", "recommended_max", "skipped_share", "text"],
        );
        assert!(app.read("/api/scheduler/slots?limit=5").await["items"].is_array());
        assert_eq!(app.read("/api/scheduler/upcoming?count=3").await["times"].as_array().unwrap().len(), 3);

        // The times that the schedule would have with another interval; it is not changed by asking.
        let times = app.read("/api/scheduler/upcoming?count=2&interval_minutes=50").await["times"].clone();
        let at = |n: usize| DateTime::parse_from_rfc3339(times[n].as_str().unwrap()).unwrap();
        assert_eq!(at(1) - at(0), TimeDelta::minutes(50));
        assert!(
            (at(0) - app.database.now().await.unwrap().fixed_offset() - TimeDelta::minutes(50)).abs()
                < TimeDelta::minutes(1)
        );
        assert_eq!(app.read("/api/scheduler/status").await["interval_minutes"], 5);
        let refused = app.get("/api/scheduler/upcoming?interval_minutes=1").await.problem(422);
        assert_eq!(refused["errors"][0]["field"], "interval_minutes");
    })
    .await;
}
