use reqwest::Method;

use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn invalid_input_is_422_and_names_the_field() {
    TestApp::on_each_database(async |app| {
        let config = |value: &str| format!(r#"{{"enabled": true, "interval_minutes": {value}}}"#);
        let performance = "/api/admin/config/performance";
        let put = |path: &str, body: String| (Method::PUT, path.to_owned(), body);
        let get = |path: &str| (Method::GET, path.to_owned(), String::new());
        for ((method, path, body), field) in [
            (put("/api/scheduler/config", config("1")), "interval_minutes"),
            (put("/api/scheduler/config", config("1441")), "interval_minutes"),
            (put("/api/scheduler/config", config("-5")), "interval_minutes"),
            (put("/api/config/sync", config("0")), "interval_minutes"),
            (put("/api/config/sync", config("9223372036854775807")), "interval_minutes"),
            (put(performance, r#"{"max_workers": 17}"#.to_owned()), "max_workers"),
            (put(performance, r#"{"project_timeout": 59}"#.to_owned()), "project_timeout"),
            (put(performance, r#"{"batch_size": "many"}"#.to_owned()), "batch_size"),
            (put(performance, r#"{"rate_limit_pause": null}"#.to_owned()), "rate_limit_pause"),
            (put(performance, r#"{"colour": "red"}"#.to_owned()), "colour"),
            (get("/api/sync/history?status=paused"), "status"),
            (get("/api/sync/history?sync_type=hourly"), "sync_type"),
            (get("/api/sync/history?start_date=yesterday"), "start_date"),
            (get("/api/sync/history?end_date=2026-13-01"), "end_date"),
            (get("/api/sync/history?limit=0"), "limit"),
            (get("/api/sync/history?limit=501"), "limit"),
            (get("/api/issues/recent?limit=0"), "limit"),
            (get("/api/scheduler/advice?interval_minutes=1"), "interval_minutes"),
            (get("/api/issues/project/PAY/issues?limit=100000"), "limit"),
            ((Method::POST, "/api/issues/search".to_owned(), r#"{"limit": 0}"#.to_owned()), "limit"),
        ] {
            let problem = app.send(method, &path, &body).await.problem(422);
            assert_eq!(problem["errors"][0]["field"], field, "{path} {body}: {problem}");
        }
        let saved = app.read("/api/config/sync").await;
        assert_eq!(saved["interval_minutes"], 5, "nothing of it was saved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_invalid_settings_are_reported_at_once() {
    TestApp::on_each_database(async |app| {
        let body = r#"{"max_workers": 0, "batch_size": 1, "max_retries": 5}"#;
        let problem = app.send(Method::PUT, "/api/admin/config/performance", body).await.problem(422);
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem}");
        assert_eq!(app.read("/api/admin/config/performance").await["max_retries"], 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_runs_and_issues_are_404() {
    TestApp::on_each_database(async |app| {
        let unknown = "00000000-0000-4000-8000-000000000000";
        for path in [
            format!("/api/sync/stats/{unknown}"),
            format!("/api/sync/history/{unknown}/projects"),
            format!("/api/sync/history/{unknown}/metrics"),
            format!("/api/sync/run?sync_id={unknown}"),
            "/api/sync/stats/no-uuid".to_owned(),
            "/api/sync/stats/'%20or%201=1".to_owned(),
            "/api/issues/NONE-1".to_owned(),
            "/api/issues/%00".to_owned(),
        ] {
            app.get(&path).await.problem(404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn extreme_values_never_cause_a_server_error() {
    TestApp::on_each_database(async |app| {
        for path in [
            "/api/sync/history?offset=18446744073709551615",
            "/api/sync/history?limit=18446744073709551615",
            "/api/sync/history?offset=99999999999999999999",
            "/api/sync/history?start_date=0000-01-01&end_date=9999-12-31T23:59:60Z",
            "/api/issues/recent?limit=18446744073709551615",
            "/api/issues/project/%25%00/issues?query=%25_%27&offset=18446744073709551615",
            "/api/scheduler/upcoming?count=18446744073709551615",
            "/api/scheduler/slots?limit=18446744073709551615",
            "/api/scheduler/advice?interval_minutes=-9223372036854775808",
        ] {
            let answer = app.get(path).await;
            assert!([200, 404, 422].contains(&answer.status), "{path}: {} {}", answer.status, answer.text);
        }
        let body = r#"{"query": "\u0000", "offset": 18446744073709551615, "limit": 500}"#;
        let answer = app.send(Method::POST, "/api/issues/search", body).await;
        assert!([200, 422].contains(&answer.status), "{}", answer.text);
    })
    .await;
}
