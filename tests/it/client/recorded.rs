//! The recorded responses of a real Cloud site and a real Server are read unchanged, record by record.

mod issues;

use chrono::{DateTime, Utc};
use jira_sync::jira::wire::{
    ChangeItem, History, IssueType, Project, Read, Reader, RemoteLink, Sprint, Status, User, Worklog,
};
use serde_json::Value;

use crate::support::shared::shared;

/// The responses of one corpus file; `None`, with a note, in a clone without the corpus.
fn responses(file: &str) -> Option<Vec<Value>> {
    let records: Vec<Value> = serde_json::from_slice(&shared(&format!("corpus/{file}"))?).unwrap();
    Some(records.into_iter().map(|mut record| record["response"].take()).collect())
}

/// Reads every record of a file without warnings, and compares each with its document.
fn check<T: Read>(file: &str, count: usize, compare: impl Fn(&T, &Value)) {
    let Some(documents) = responses(file) else { return };
    let mut warnings = Vec::new();
    let read: Vec<T> = Reader::read_all(documents.clone(), file, &mut warnings);
    assert_eq!(warnings, []);
    assert_eq!((read.len(), documents.len()), (count, count));
    for (item, document) in read.iter().zip(&documents) {
        compare(item, document);
    }
}

/// A member as text, whether it is a string or a number. Absent and null are `None`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A time, read by another parser than the one under test.
fn moment(value: &Value) -> Option<DateTime<Utc>> {
    let text = value.as_str()?.replace('Z', "+0000");
    Some(DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.3f%z").unwrap().to_utc())
}

fn same_user(user: Option<&User>, document: &Value) {
    let user = user.unwrap();
    assert_eq!(Some(user.key.clone()), text(&document["accountId"]));
    assert_eq!(user.display_name, text(&document["displayName"]));
    assert_eq!(user.email, text(&document["emailAddress"]).filter(|hidden| !hidden.is_empty()));
    assert_eq!(user.active, document["active"].as_bool());
    assert_eq!(user.time_zone, text(&document["timeZone"]));
    assert_eq!(user.account_type, text(&document["accountType"]));
}

#[test]
fn cloud_users_match_the_recording() {
    check("cloud/users.json", 30, |user: &User, document| same_user(Some(user), document));
}

#[test]
fn cloud_projects_match_the_recording() {
    check("cloud/projects.json", 12, |project: &Project, document| {
        assert_eq!(Some(project.id.to_string()), text(&document["id"]));
        assert_eq!(Some(project.key.clone()), text(&document["key"]));
        assert_eq!(project.name, text(&document["name"]));
        assert_eq!(project.project_type, text(&document["projectTypeKey"]));
    });
}

#[test]
fn cloud_statuses_match_the_recording() {
    check("cloud/statuses.json", 53, |status: &Status, document| {
        assert_eq!(Some(status.id.clone()), text(&document["id"]));
        assert_eq!(status.name, text(&document["name"]));
        assert!(status.category.is_some());
        assert_eq!(status.category, text(&document["statusCategory"]["key"]));
    });
}

#[test]
fn cloud_issue_types_match_the_recording() {
    check("cloud/issue_types.json", 7, |issue_type: &IssueType, document| {
        assert_eq!(Some(issue_type.id.clone()), text(&document["id"]));
        assert_eq!(issue_type.name, text(&document["name"]));
        assert_eq!(issue_type.subtask, document["subtask"].as_bool());
        assert_eq!(issue_type.hierarchy_level, document["hierarchyLevel"].as_i64());
    });
}

#[test]
fn cloud_sprints_match_the_recording() {
    check("cloud/sprints.json", 30, |sprint: &Sprint, document| {
        assert_eq!(Some(sprint.id), document["id"].as_u64());
        assert_eq!(sprint.name, text(&document["name"]));
        assert_eq!(sprint.state, text(&document["state"]));
        assert_eq!(sprint.board_id, document["originBoardId"].as_u64());
        assert_eq!(sprint.start_date, moment(&document["startDate"]));
        assert_eq!(sprint.end_date, moment(&document["endDate"]));
        assert_eq!(sprint.complete_date, moment(&document["completeDate"]));
    });
}

#[test]
fn cloud_worklogs_match_the_recording() {
    check("cloud/worklogs.json", 15, |worklog: &Worklog, document| {
        assert_eq!(Some(worklog.id.to_string()), text(&document["id"]));
        assert_eq!(worklog.issue_id.map(|id| id.to_string()), text(&document["issueId"]));
        same_user(worklog.author.as_ref(), &document["author"]);
        assert_eq!(worklog.started, moment(&document["started"]));
        assert_eq!(worklog.created, moment(&document["created"]));
        assert_eq!(worklog.updated, moment(&document["updated"]));
        assert_eq!(worklog.time_spent_seconds, document["timeSpentSeconds"].as_i64());
        assert_eq!(worklog.comment.as_ref(), document.get("comment"));
    });
}

#[test]
fn cloud_remote_links_match_the_recording() {
    check("cloud/remote_links.json", 76, |link: &RemoteLink, document| {
        assert_eq!(Some(link.id), document["id"].as_u64());
        assert_eq!(link.global_id, text(&document["globalId"]));
        assert_eq!(link.relationship, text(&document["relationship"]));
        assert_eq!(link.url, text(&document["object"]["url"]));
        assert_eq!(link.title, text(&document["object"]["title"]));
        assert_eq!(link.application_name, text(&document["application"]["name"]));
    });
}

#[test]
fn cloud_changelogs_match_the_recording() {
    check("cloud/changelogs.json", 140, |history: &History, document| {
        assert_eq!(Some(history.id.to_string()), text(&document["id"]));
        same_user(history.author.as_ref(), &document["author"]);
        assert_eq!(history.created, moment(&document["created"]));
        let items: Vec<ChangeItem> = document["items"].as_array().unwrap().iter().map(change_item).collect();
        assert_eq!(history.items, items);
    });
}

/// A changed field, taken directly from its document.
fn change_item(item: &Value) -> ChangeItem {
    ChangeItem {
        field: text(&item["field"]),
        field_id: text(&item["fieldId"]),
        field_type: text(&item["fieldtype"]),
        from: text(&item["from"]),
        from_text: text(&item["fromString"]),
        to: text(&item["to"]),
        to_text: text(&item["toString"]),
    }
}
