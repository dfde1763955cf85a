use std::collections::BTreeMap;

use jira_sync::{
    demo::{Fault, FaultKind},
    store::{Database, DriftCheck},
};
use reqwest::Method;

use crate::support::{app::TestApp, control::by_hand, limit::eventually};

#[tokio::test(flavor = "multi_thread")]
async fn comparison_runs_beside_a_sync_and_ends_with_its_server() {
    TestApp::on_each_database(async |app| {
        let compare = async || app.send(Method::POST, "/api/drift/check", "").await.json();
        assert_eq!(compare().await["success"], true);
        eventually("the end of the comparison", async || app.read("/api/drift").await["checking"] == false)
            .await;
        let overview = app.read("/api/drift").await;
        let missing: u64 =
            overview["projects"].as_array().unwrap().iter().map(|p| p["missing"].as_u64().unwrap()).sum();
        assert_eq!((missing, &overview["error_message"]), (40, &serde_json::Value::Null), "{overview}");

        app.jira.faults().add(Fault::on("/rest/api", FaultKind::Silence));
        app.jira.reset_stats();
        assert_eq!(compare().await["success"], true);
        eventually("a request of the comparison", async || !app.jira.requests().is_empty()).await;
        let refused = compare().await;
        assert_eq!(
            (&refused["success"], &refused["message"]),
            (&false.into(), &"A comparison is already running.".into())
        );
        app.jira.faults().clear();
        assert_eq!(app.sync().await["status"], "completed");
        assert_eq!(app.read("/api/drift").await["checking"], true);
        let history = app.read("/api/sync/history?sync_type=manual").await;
        assert_eq!(history["total"], 1, "{history}");

        let url = app.database_url.clone();
        app.stop().await;
        let database = Database::connect(&url).await.unwrap();
        let stopped = Some("The server was stopped during the comparison. Compare again.".to_owned());
        let ended = database.drift().check().await.unwrap();
        assert_eq!(ended, DriftCheck { checking: false, error_message: stopped });
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_loss_is_marked_only_after_confirmation() {
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
        let project = projects.iter().find(|project| project["project_key"] == key.as_str()).unwrap();
        let reason = project["error_message"].as_str().unwrap();
        assert!(
            reason.contains("10 of 20 issues vanished") && reason.contains("Data check page"),
            "{reason}"
        );
        let shown = format!("/api/issues/project/{key}/issues");
        assert_eq!(app.read(&shown).await["total"], 20);

        let everything =
            app.send(Method::POST, "/api/drift/repair", r#"{"accept_losses": true}"#).await.problem(422);
        assert_eq!(everything["errors"][0]["field"], "accept_losses");
        let remedy = everything["detail"].as_str().unwrap();
        assert!(remedy.contains("name the project"), "{remedy}");
        let body = serde_json::json!({"accept_losses": true, "site": "demo", "project": key});
        let run = app.run_by("/api/drift/repair", &body.to_string()).await;
        assert_eq!(run["status"], "completed", "{run}");
        assert_eq!(app.read(&shown).await["total"], 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_list_is_a_warning_of_the_run_and_on_its_page() {
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
        let found: Vec<_> = warnings
            .iter()
            .map(|row| {
                ["instance", "project_key", "path", "example_issue"].map(|name| row[name].as_str().unwrap())
            })
            .collect();
        assert_eq!(found, [["demo", "*", "priority", ""], ["demo", &project.key, &versions, ""]]);
        assert!(warnings[0]["problem"].as_str().unwrap().contains("(403) to GET rest/api/3/priority"));
        let page = app.get(&format!("/history/{sync_id}")).await.text;
        for text in ["Data warnings", &versions, &format!("demo / {}", project.key), "denied access (403)"] {
            assert!(page.contains(text), "{text} in {page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vanished_projects_are_marked_only_after_confirmation() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let key = app.jira.site().truth().projects[0].key.clone();
        app.jira.site().set_permission(&key, false).unwrap();
        let run = app.sync().await;
        assert_eq!(run["status"], "completed_with_errors");
        let site = app.read("/api/drift").await["sites"][0].clone();
        assert_eq!((&site["instance"], &site["doubt"]), (&"demo".into(), &"projects_lost".into()));
        assert!(run["error_message"].as_str().unwrap().contains(site["message"].as_str().unwrap()), "{run}");
        let status = app.read("/api/status/system").await;
        assert_eq!(
            (&status["sites"][0]["doubt"], &status["system_health"]),
            (&"projects_lost".into(), &"warning".into())
        );
        let page = app.get("/verify").await.text;
        for part in ["Confirm deletion", r#"action="/forms/drift/repair""#, r#"name="site" value="demo""#] {
            assert!(page.contains(part), "{part}: {page}");
        }

        // A confirmation that names another project does not apply to this one.
        let other = app.jira.site().truth().projects[1].key.clone();
        let body = serde_json::json!({"accept_losses": true, "site": "demo", "project": other});
        app.run_by("/api/drift/repair", &body.to_string()).await;
        let shown = format!("/api/issues/project/{key}/issues");
        assert_eq!(app.read(&shown).await["total"], 20);

        let run = app.run_by("/api/drift/repair", r#"{"accept_losses": true, "site": "demo"}"#).await;
        assert_eq!((&run["status"], &run["error_message"]), (&"completed".into(), &serde_json::Value::Null));
        assert_eq!(app.read(&shown).await["total"], 0);
        assert_eq!(app.read("/api/drift").await["sites"], serde_json::json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn different_jira_is_synced_only_after_confirmation() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let url = app.database_url.clone();
        // As if the rows had been read from another Jira at another address.
        by_hand(&url, "update issues set created_at = '2001-01-01T00:00:00+00:00'").await;
        by_hand(&url, "update sites set base_url = 'http://elsewhere', identity = null").await;
        assert_eq!(app.sync().await["status"], "failed");
        let site = app.read("/api/drift").await["sites"][0].clone();
        assert_eq!(site["doubt"], "another_jira");
        assert_eq!(app.read("/api/status/system").await["sites"][0]["base_url"], "http://elsewhere");
        let page = app.get("/verify").await.text;
        for part in ["Accept this Jira", r#"action="/forms/sites/accept""#, r#"name="site" value="demo""#] {
            assert!(page.contains(part), "{part}: {page}");
        }

        app.send(Method::POST, "/api/sites/accept", "{}").await.problem(422);
        app.send(Method::POST, "/api/sites/accept", r#"{"site": "nowhere"}"#).await.problem(404);
        let run = app.run_by("/api/sites/accept", r#"{"site": "demo"}"#).await;
        assert_eq!(run["status"], "completed", "{run}");
        assert_eq!(app.read("/api/drift").await["sites"], serde_json::json!([]));
        let status = app.read("/api/status/system").await;
        let sites = status["sites"].as_array().unwrap();
        assert_eq!((sites.len(), &sites[0]["name"]), (2, &"demo".into()));
        assert!(sites[1]["retired_at"].is_string() && sites[1]["enabled"] == false, "{status}");
        assert_eq!(status["jira_instances_connected"], serde_json::json!({"demo": true}));
        assert_eq!(app.read("/api/issues/recent?limit=100").await["total"], 40);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_is_compared_again_after_a_repair() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let site = app.jira.site();
        let key = site.truth().projects[0].key.clone();
        site.delete_issue(&site.truth_page(Some(&key), None, 1).issues[0].key).unwrap();
        assert_eq!(app.send(Method::POST, "/api/drift/check", "").await.json()["success"], true);
        let surplus = async || {
            let overview = app.read("/api/drift").await;
            let projects = overview["projects"].as_array().unwrap();
            let surplus: u64 = projects.iter().map(|p| p["surplus"].as_u64().unwrap()).sum();
            (overview["checking"] == false && !projects.is_empty()).then_some(surplus)
        };
        eventually("the difference", async || surplus().await == Some(1)).await;
        let before = app.read("/api/drift").await["compared_at"].clone();
        assert!(before.is_string(), "{before}");

        assert_eq!(app.run_by("/api/drift/repair", "").await["status"], "completed");
        eventually("another comparison", async || surplus().await == Some(0)).await;
        assert_ne!(app.read("/api/drift").await["compared_at"], before);
    })
    .await;
}
