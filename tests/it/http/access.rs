//! No caller reaches a service method without its permission, by whatever path, form or page.

use std::{collections::BTreeSet, time::Duration};

use app::{
    error::ApiError,
    model::{IssueQuery, Repair, RunFilter, SchedulerConfig, SyncMode},
    service::{CallerServices, Permission, Principal, SignedBody},
};
use reqwest::Method;
use tokio::time::timeout;

use super::{forms::submit, surface::documented};
use crate::support::{
    fake_services::FakeServices,
    http_server::{Answer, HttpServer},
};

/// Paths that need no permission.
const PUBLIC: [&str; 3] = ["get /health", "get /api/openapi.json", "post /api/webhooks/jira/{site}"];
const PAGES: [&str; 5] = ["/", "/history", "/history/some-id", "/verify", "/admin/scheduler"];

/// Every method of every service, with the permission it needs.
fn declared(services: &CallerServices) -> Vec<(String, Permission)> {
    let CallerServices { caller: _, scheduler, runs, status, settings, issues, drift, webhooks } = services;
    let all = [
        ("scheduler", scheduler.methods()),
        ("runs", runs.methods()),
        ("status", status.methods()),
        ("settings", settings.methods()),
        ("issues", issues.methods()),
        ("drift", drift.methods()),
        ("webhooks", webhooks.methods()),
    ];
    let named = all.into_iter().flat_map(|(service, methods)| {
        methods.iter().map(move |(method, permission)| (format!("{service}.{method}"), *permission))
    });
    named.collect()
}

/// Calls every method; returns their errors.
async fn call_all(services: &CallerServices) -> Vec<(&'static str, Option<ApiError>)> {
    let CallerServices { caller: _, scheduler, runs, status, settings, issues, drift, webhooks } = services;
    let config = SchedulerConfig { enabled: true, interval_minutes: 5 };
    let signed = SignedBody { body: b"{}", signature: None };
    vec![
        ("scheduler.status", scheduler.status().await.err()),
        ("scheduler.save", scheduler.save(config).await.err()),
        ("scheduler.set_enabled", scheduler.set_enabled(true).await.err()),
        ("scheduler.advice", scheduler.advice(5).await.err()),
        ("scheduler.slots", scheduler.slots(1).await.err()),
        ("scheduler.upcoming", scheduler.upcoming(1, None).await.err()),
        ("runs.start", runs.start(SyncMode::Full).await.err()),
        ("runs.repair", runs.repair(Repair::default()).await.err()),
        ("runs.accept_site", runs.accept_site("site".to_owned()).await.err()),
        ("runs.stop", runs.stop().await.err()),
        ("runs.progress", runs.progress().await.err()),
        ("runs.history", runs.history(RunFilter::default()).await.err()),
        ("runs.summary", runs.summary().await.err()),
        ("runs.run", runs.run("id").await.err()),
        ("runs.projects", runs.projects("id").await.err()),
        ("runs.metrics", runs.metrics("id").await.err()),
        ("status.system", status.system().await.err()),
        ("status.metrics", status.metrics().await.err()),
        ("status.database_is_up", status.database_is_up().await.err()),
        ("settings.performance", settings.performance().await.err()),
        ("settings.save_performance", settings.save_performance(serde_json::json!({})).await.err()),
        ("issues.issue", issues.issue("ABC-1").await.err()),
        ("issues.search", issues.search(IssueQuery::default()).await.err()),
        ("issues.recent", issues.recent(1).await.err()),
        ("drift.overview", drift.overview().await.err()),
        ("drift.check", drift.check().await.err()),
        ("drift.warnings", drift.warnings("id").await.err()),
        ("webhooks.admit", webhooks.admit("site").await.err()),
        ("webhooks.receive", webhooks.receive("site", signed).await.err()),
    ]
}

#[tokio::test]
async fn every_service_method_requires_its_permission() {
    for granted in Permission::ALL {
        let fake = FakeServices::default();
        let services = fake.services().for_caller(Principal::new("tester", &[granted]));
        let (declared, answers) = (declared(&services), call_all(&services).await);
        let names: Vec<&str> = declared.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            answers.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            names,
            "`call_all` calls each of them"
        );

        let mut allowed = Vec::new();
        for ((name, permission), (_, error)) in declared.iter().zip(answers) {
            let refusal = error.filter(|error| error.status == 403);
            if [granted, Permission::Public].contains(permission) {
                assert_eq!(refusal, None, "{name}");
                allowed.push(name.as_str());
            } else {
                let refusal = refusal.unwrap_or_else(|| panic!("{name} requires no permission"));
                let needed = format!("\"{}\"", permission.as_str());
                assert!(refusal.detail.contains(&needed) && refusal.detail.contains("tester"), "{refusal}");
            }
        }
        let calls = fake.calls();
        let reached: Vec<&str> = calls.iter().filter_map(|call| call.split(' ').next()).collect();
        assert_eq!(reached, allowed);
    }
}

/// Calls a path of the REST API, given as `method /path`, with all parameters that any of them needs.
async fn call(server: &HttpServer, operation: &str) -> Answer {
    let (method, path) = operation.split_once(' ').unwrap();
    let path = path.replace("{sync_id}", "x").replace("{key}", "x").replace("{site}", "x");
    let path = format!("{path}?interval_minutes=5&sync_id=x");
    let body = r#"{"enabled": true, "interval_minutes": 5, "site": "x"}"#;
    let answer = server.send(method.to_uppercase().parse().unwrap(), &path, body);
    timeout(Duration::from_secs(20), answer).await.unwrap_or_else(|_| panic!("{operation} does not end"))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_form_or_page_bypasses_permissions() {
    let fake = FakeServices::default();
    let server = HttpServer::granting(&[], fake.services()).await;
    for operation in documented() {
        let answer = call(&server, &operation).await;
        if PUBLIC.contains(&operation.as_str()) {
            assert_eq!(answer.status, 200, "{operation}: {}", answer.text);
        } else {
            assert_eq!(answer.status, 403, "{operation}: {}", answer.text);
            answer.problem(403);
        }
    }
    let forms =
        include_str!("../../../src/http/forms.rs").split('"').filter(|text| text.starts_with("/forms/"));
    for form in forms {
        let page = submit(&server, form, "site=x&interval_minutes=5").await;
        assert!(page.contains("?message=permission_denied"), "{form}: {page}");
    }
    for page in PAGES {
        let answer = server.get(page).await;
        assert_eq!(answer.content_type, "text/html; charset=utf-8", "{page}: {}", answer.text);
    }
    let mut calls = fake.calls();
    calls.retain(|call| call != "status.database_is_up" && !call.starts_with("webhooks."));
    assert_eq!(calls, Vec::<String>::new());
}

/// The paths of the REST API that refuse a caller with these permissions.
async fn refused(granted: &'static [Permission]) -> BTreeSet<String> {
    let server = HttpServer::granting(granted, FakeServices::default().services()).await;
    let mut refused = BTreeSet::new();
    // The stream never ends once it is open.
    for operation in documented().into_iter().filter(|operation| operation != "get /api/events") {
        if call(&server, &operation).await.status == 403 {
            refused.insert(operation);
        }
    }
    let events = server.request(Method::GET, "/api/events").send().await.unwrap();
    assert_eq!(events.status(), 200);
    refused
}

#[tokio::test]
async fn read_permission_allows_all_reads_and_no_changes() {
    let mut changes = documented();
    changes.retain(|operation| !operation.starts_with("get ") && !PUBLIC.contains(&operation.as_str()));
    changes.remove("post /api/issues/search");
    assert_eq!(refused(&[Permission::Read]).await, changes);
}

#[tokio::test]
async fn sync_permission_allows_no_changes_of_settings() {
    let settings = [
        "post /api/sites/accept",
        "put /api/admin/config/performance",
        "put /api/config/sync",
        "put /api/scheduler/config",
    ];
    assert_eq!(
        refused(&[Permission::Read, Permission::Sync]).await,
        BTreeSet::from(settings.map(str::to_owned))
    );
}
