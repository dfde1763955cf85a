use serde_json::json;

use super::*;
use crate::jira::wire::{FieldKind, LinkDirection, date, document};

fn catalog() -> FieldCatalog {
    let field = |id, name, custom| FieldKind { id, name, schema_custom: Some(custom) };
    FieldCatalog::new(&[
        field("customfield_1", "Sprint", "com.pyxis.greenhopper.jira:gh-sprint"),
        field("customfield_2", "Epic Link", "com.pyxis.greenhopper.jira:gh-epic-link"),
        field("customfield_3", "Story Points", "com.atlassian.jira.plugin.system.customfieldtypes:float"),
        field("customfield_4", "Story point estimate", "com.pyxis.greenhopper.jira:jsw-story-points"),
        field("customfield_5", "Budget", "com.atlassian.jira.plugin.system.customfieldtypes:float"),
    ])
}

const DOCUMENT: &str = r#"{
    "id": "10001", "key": "AB-1", "expand": "x",
    "changelog": {"total": 3, "histories": [{"id": "7", "author": {"accountId": "u1"},
        "created": "2024-07-04T05:41:00.089-0700",
        "items": [{"field": "status", "fieldtype": "jira", "fieldId": "status", "from": "1", "fromString": "To Do",
                   "to": "3", "toString": "Done"}]}]},
    "fields": {
        "project": {"id": "10000", "key": "AB"},
        "issuetype": {"id": "1", "name": "Bug", "subtask": false, "hierarchyLevel": 0},
        "status": {"id": "3", "name": "Done", "statusCategory": {"id": 3, "key": "done", "name": "Done"}},
        "priority": {"id": "2", "name": "High"},
        "resolution": {"id": "5", "name": "Fixed"},
        "summary": "Broken", "description": {"type": "doc", "content": []},
        "assignee": {"accountId": "u1", "displayName": "Ada", "active": true},
        "reporter": {"key": "JIRAUSER1", "name": "bob"}, "creator": {"name": "eve"},
        "parent": {"id": "9", "key": "AB-0", "fields": {}},
        "labels": ["a", "b"], "created": "2024-07-01T00:00:00.000+0000",
        "updated": "2024-07-02T00:00:00.000+0000", "resolutiondate": "2024-07-03T00:00:00.000+0000",
        "duedate": "2024-08-01", "timeoriginalestimate": 3600, "timeestimate": 1800, "timespent": 60,
        "timetracking": {"originalEstimateSeconds": 1},
        "components": [{"id": "4", "name": "UI"}],
        "fixVersions": [{"id": "5", "name": "1.0", "released": true, "releaseDate": "2024-09-01"}],
        "versions": [{"id": "6"}],
        "issuelinks": [{"id": "8", "type": {"id": "1", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
                        "outwardIssue": {"id": "10002", "key": "AB-2"}}],
        "attachment": [{"id": "12", "filename": "a.png", "size": 5, "mimeType": "image/png", "content": "https://x"}],
        "comment": {"total": 30, "comments": [{"id": "11", "author": {"accountId": "u1"}, "body": "hi",
                    "created": "2024-07-01T00:00:00.000+0000", "visibility": {"type": "role", "value": "Admins"}}]},
        "worklog": {"total": 1, "worklogs": [{"id": "13", "issueId": "10001", "started": "2024-07-01T00:00:00.000+0000",
                    "timeSpentSeconds": 60}]},
        "customfield_1": [{"id": 7, "name": "S7", "state": "active", "boardId": 1}],
        "customfield_2": "AB-9", "customfield_3": 5.0, "customfield_4": null, "customfield_5": 99,
        "unknown": {"x": 1}
    }
}"#;

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

fn read(document: Value) -> Issue {
    RawIssue::from_value(document).unwrap().into_issue(&catalog())
}

/// The document with one field replaced.
fn with(field: &str, value: Value) -> Issue {
    let mut document = document();
    document["fields"][field] = value;
    read(document)
}

#[test]
fn every_field_is_read() {
    let issue = read(document());
    assert_eq!(issue.warnings, []);
    assert_eq!((issue.id, issue.key.as_str()), (10_001, "AB-1"));
    assert_eq!(issue.project, Some(ProjectRef { id: 10_000, key: Some("AB".to_owned()) }));
    assert_eq!(issue.status.unwrap().category.as_deref(), Some("done"));
    assert_eq!(issue.parent, Some(Parent { id: Some(9), key: Some("AB-0".to_owned()) }));
    assert_eq!(issue.reporter.unwrap().key, "JIRAUSER1");
    assert_eq!(issue.creator.unwrap().key, "eve");
    assert_eq!(issue.resolved, date::parse("2024-07-03T00:00:00Z"));
    assert_eq!(issue.due_date, NaiveDate::from_ymd_opt(2024, 8, 1));
    let times = (issue.original_estimate_seconds, issue.remaining_estimate_seconds, issue.time_spent_seconds);
    assert_eq!(times, (Some(3600), Some(1800), Some(60)));
    assert_eq!(issue.story_points, Some(5.0));
    assert_eq!(issue.links[0].direction, LinkDirection::Outward);
    assert_eq!(issue.sprints[0].id, 7);
    let custom: Vec<&String> = issue.custom_fields.keys().collect();
    assert_eq!(custom, ["customfield_1", "customfield_2", "customfield_3", "customfield_5"]);
    assert_eq!((issue.comments.total, issue.comments.is_complete()), (Some(30), false));
    assert!(issue.worklogs.is_complete());
    assert_eq!(issue.histories.items[0].created, date::parse("2024-07-04T12:41:00.089Z"));
}

#[test]
fn no_unexpected_value_makes_an_issue_unreadable() {
    let whole = document();
    let mut paths = Vec::new();
    collect_paths(&whole, String::new(), &mut paths);
    assert!(paths.len() > 100);
    let odd = [
        json!(null),
        json!("x"),
        json!(-1.5),
        json!(true),
        json!([]),
        json!([null, 1]),
        json!({}),
        json!({"id": {}}),
    ];
    for path in paths.iter().filter(|path| !["/id", "/key", "/fields"].contains(&path.as_str())) {
        for value in &odd {
            let mut document = whole.clone();
            *document.pointer_mut(path).unwrap() = value.clone();
            let issue = read(document);
            assert_eq!(issue.id, 10_001, "{path} = {value}");
        }
    }
}

fn collect_paths(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| collect_paths(value, format!("{path}/{key}"), paths));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| collect_paths(value, format!("{path}/{index}"), paths));
        }
        _ => {}
    }
    if !path.is_empty() {
        paths.push(path);
    }
}

#[test]
fn issue_without_id_key_or_fields_is_unreadable() {
    for id in [json!(null), json!("x"), json!(0), json!(-1), json!("99999999999999999999"), json!({})] {
        let mut document = document();
        document["id"] = id;
        let unreadable = RawIssue::from_value(document.clone()).unwrap_err();
        assert_eq!((unreadable.id, unreadable.document), (None, document));
        assert!(unreadable.reason.contains("numeric id"));
    }
    assert!(RawIssue::from_value(json!("x")).is_err());
    for (member, odd) in
        [("key", json!("")), ("key", json!({})), ("fields", json!(null)), ("fields", json!({}))]
    {
        let mut document = document();
        document[member] = odd;
        assert_eq!(RawIssue::from_value(document).unwrap_err().id, Some(10_001), "{member}");
    }
    let bare = read(json!({"id": 5, "key": "A-5", "fields": {"summary": null}}));
    assert_eq!((bare.id, bare.key.as_str()), (5, "A-5"));
    assert!(!bare.comments.is_complete());
}

#[test]
fn issue_nested_too_deep_is_unreadable_but_identified() {
    let body = format!(
        r#"{{"key": "A-1", "fields": {{"description": {}{}, "summary": "kept"}}, "id": "5"}}"#,
        r#"{"content":["#.repeat(50_000),
        "]}".repeat(50_000)
    );
    let unreadable = RawIssue::from_document(document::whole(body.as_bytes()).unwrap()).unwrap_err();
    assert_eq!((unreadable.id, &unreadable.document["key"]), (Some(5), &json!("A-1")));
    assert_eq!(unreadable.document["fields"]["summary"], "kept");
    assert_eq!(unreadable.reason, "fields.description is nested more than 512 levels deep");
}

#[test]
fn repaired_text_is_among_the_warnings() {
    let body = br#"{"id": 5, "key": "A-1", "fields": {"summary": "cut \ud83d", "labels": 7}}"#;
    let raw = RawIssue::from_document(document::whole(body).unwrap()).unwrap();
    let issue = raw.into_issue(&catalog());
    assert_eq!(issue.summary.as_deref(), Some("cut \u{FFFD}"));
    let places: Vec<&str> = issue.warnings.iter().map(|warning| warning.path.as_str()).collect();
    assert_eq!(places, ["fields.summary", "fields.labels"]);
}

#[test]
fn warnings_name_the_path() {
    let mut document = document();
    document["fields"]["comment"]["comments"][0]["created"] = json!("yesterday");
    document["fields"]["status"] = json!([1]);
    document["fields"]["labels"] = json!(["a", 1]);
    let issue = read(document);
    assert_eq!(issue.labels, ["a"]);
    let warnings: Vec<String> = issue.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "fields.comment.comments[0].created: expected a date and time, found \"yesterday\"",
            "fields.status: expected an object, found a list",
            "fields.labels[1]: expected a text, found 1",
        ]
    );
}

#[test]
fn epic_link_is_the_parent_if_there_is_no_other() {
    let epic = Parent { id: None, key: Some("AB-9".to_owned()) };
    assert_eq!(with("parent", Value::Null).parent, Some(epic));
    let mut agile = document();
    agile["fields"]["parent"] = Value::Null;
    agile["fields"]["epic"] = json!({"id": 20707, "key": "AB-8", "name": "Epic"});
    assert_eq!(read(agile).parent, Some(Parent { id: Some(20_707), key: Some("AB-8".to_owned()) }));
}

#[test]
fn story_points_come_from_the_field_with_a_value() {
    assert_eq!(with("customfield_4", json!(8)).story_points, Some(8.0));
    assert_eq!(with("customfield_4", json!("13")).story_points, Some(13.0));
    assert_eq!(with("customfield_4", json!(0)).story_points, Some(0.0));
    let mut none = document();
    none["fields"]["customfield_3"] = Value::Null;
    assert_eq!(read(none).story_points, None);
}

#[test]
fn sprints_of_all_formats_are_kept_once() {
    let old = "com.atlassian.greenhopper.service.sprint.Sprint@1[id=3,rapidViewId=1,state=CLOSED,name=S3]";
    let mut document = document();
    document["fields"]["customfield_1"] = json!([old, {"id": 7, "name": "S7"}]);
    document["fields"]["sprint"] = json!({"id": 7, "name": "S7"});
    document["fields"]["closedSprints"] = json!([{"id": 2, "name": "S2"}]);
    let issue = read(document);
    assert_eq!(issue.sprints.iter().map(|sprint| sprint.id).collect::<Vec<_>>(), [2, 3, 7]);
    assert_eq!(issue.custom_fields["customfield_1"][0], old, "kept as received");
    assert_eq!(issue.warnings, []);
}

#[test]
fn estimates_are_also_read_from_timetracking() {
    let mut document = document();
    for field in ["timeoriginalestimate", "timeestimate", "timespent"] {
        document["fields"][field] = Value::Null;
    }
    assert_eq!(read(document).original_estimate_seconds, Some(1));
}
