use std::collections::BTreeSet;

use app::model::ranges::{DECIMAL, INTERVAL_MINUTES, WHOLE};
use serde_json::Value;

use crate::support::{fake_services::FakeServices, http_server::HttpServer};

/// Every path of the contract, as `method path`.
const CONTRACT: &[&str] = &[
    "get /api/scheduler/status",
    "get /api/scheduler/status/public",
    "put /api/scheduler/config",
    "post /api/scheduler/enable",
    "post /api/scheduler/disable",
    "post /api/sync/start",
    "post /api/sync/stop",
    "get /api/sync/progress",
    "get /api/sync/history",
    "get /api/sync/stats/{sync_id}",
    "get /api/sync/stats/summary",
    "get /api/sync/history/{sync_id}/projects",
    "get /api/sync/history/{sync_id}/metrics",
    "get /api/status/system",
    "get /api/status/metrics",
    "get /api/config/sync",
    "put /api/config/sync",
    "get /api/admin/config/performance",
    "put /api/admin/config/performance",
    "get /api/issues/{key}",
    "post /api/issues/search",
    "get /api/issues/project/{key}/issues",
    "get /api/issues/recent",
    "get /api/events",
    "get /api/openapi.json",
    "get /health",
];

/// Every path of the document, as `method path`.
pub(super) fn documented() -> BTreeSet<String> {
    let document = serde_json::to_value(jira_sync::http::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
    });
    operations.collect()
}

#[test]
fn every_server_function_is_in_the_openapi_document() {
    let documented = documented();
    let mounted: BTreeSet<String> = server_fn::axum::server_fn_paths()
        .map(|(path, method)| format!("{} {path}", method.as_str().to_lowercase()))
        .collect();
    assert!(mounted.len() >= 20, "server functions register themselves: {mounted:?}");
    assert_eq!(mounted.difference(&documented).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn openapi_document_has_the_enforced_ranges() {
    let document = serde_json::to_value(jira_sync::http::openapi::document()).unwrap();
    let check = |schema: &Value, least: f64, most: f64| {
        let (minimum, maximum) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        assert_eq!((minimum, maximum), (Some(least), Some(most)), "{schema}");
    };
    let schemas = &document["components"]["schemas"];
    let of_config = &schemas["SchedulerConfig"]["properties"]["interval_minutes"];
    let of_advice = &document["paths"]["/api/scheduler/advice"]["get"]["parameters"][0]["schema"];
    for schema in [of_config, of_advice] {
        check(schema, f64::from(*INTERVAL_MINUTES.start()), f64::from(*INTERVAL_MINUTES.end()));
    }
    for name in ["PerformanceSettings", "SavedPerformance"] {
        let properties = &schemas[name]["properties"];
        for setting in WHOLE {
            let (least, most) = setting.allowed.into_inner();
            check(&properties[setting.name], f64::from(least), f64::from(most));
        }
        for setting in DECIMAL {
            let (least, most) = setting.allowed.into_inner();
            check(&properties[setting.name], least, most);
        }
    }
}

#[test]
fn every_path_of_the_contract_is_in_the_openapi_document() {
    let documented = documented();
    let missing: Vec<_> = CONTRACT.iter().filter(|path| !documented.contains(**path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test]
async fn every_documented_path_is_served() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    for operation in documented() {
        let (method, path) = operation.split_once(' ').unwrap();
        if path == "/api/events" {
            continue;
        }
        let path = path.replace("{sync_id}", "x").replace("{key}", "x");
        let answer = server.send(method.to_uppercase().parse().unwrap(), &path, "{}").await;
        let unknown = answer.text.contains("openapi.json lists every path");
        assert!(answer.status != 405 && !unknown, "{operation}: {}", answer.text);
    }
}

#[tokio::test]
async fn openapi_document_is_served_and_its_references_resolve() {
    let server = HttpServer::start(FakeServices::default().services()).await;
    let document = server.get("/api/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}
