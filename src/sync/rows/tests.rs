//! The recorded issues, changelogs and worklogs of real Jiras as the rows that are stored. Expected values are taken
//! from the documents by plain JSON access.

#[path = "../../../tests/it/support/shared.rs"]
mod shared;

use serde_json::{Value, json};

use super::*;
use crate::{
    jira::wire::{FieldCatalog, Issue, RawIssue, Read, Reader, Worklog, document},
    store::{
        ProjectId,
        mirror::{Person, Shown},
    },
};

/// The responses of one corpus file, or None, with a message, if the clone has no corpus.
fn responses(file: &str) -> Option<Vec<Value>> {
    let records: Vec<Value> = serde_json::from_slice(&shared::shared(&format!("corpus/{file}"))?).unwrap();
    Some(records.into_iter().map(|mut record| record["response"].take()).collect())
}

fn project(key: &str) -> ProjectRef {
    ProjectRef { id: ProjectId(7), key: key.to_owned() }
}

fn stored(document: &Value) -> (IssueRows, Vec<Shown>) {
    let issue = RawIssue::from_value(document.clone()).unwrap().into_issue(&FieldCatalog::default());
    let mut people = People::of_site(SiteId(1));
    let own = project_of(&issue, &Place::Project(project("P"))).unwrap();
    let rows = issue_rows(&mut people, own, issue, DateTime::UNIX_EPOCH);
    (rows, people.into_forms())
}

/// A time, parsed by another parser than the one under test.
fn moment(value: &Value) -> Option<DateTime<Utc>> {
    let text = value.as_str()?.replace('Z', "+0000");
    Some(DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.3f%z").unwrap().to_utc())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

fn check_issues(file: &str, count: usize) {
    let Some(documents) = responses(file) else { return };
    assert_eq!(documents.len(), count);
    for document in documents {
        let (rows, people) = stored(&document);
        let (row, fields) = (&rows.issue, &document["fields"]);
        assert_eq!(row.id.0, number(&document["id"]));
        assert_eq!(Some(&row.key), text(&document["key"]).as_ref());
        assert_eq!(row.project_id.0, number(&fields["project"]["id"]));
        assert_eq!(Some(&row.project_key), text(&fields["project"]["key"]).as_ref());
        assert_eq!(row.summary, text(&fields["summary"]));
        assert_eq!(row.issue_type, text(&fields["issuetype"]["name"]));
        assert_eq!(row.status_id, text(&fields["status"]["id"]));
        assert_eq!(row.status, text(&fields["status"]["name"]));
        assert_eq!(row.status_category, text(&fields["status"]["statusCategory"]["key"]));
        assert_eq!(row.priority, text(&fields["priority"]["name"]));
        assert_eq!(row.created_at, moment(&fields["created"]));
        assert_eq!(row.updated_at, moment(&fields["updated"]));
        assert_eq!(row.labels, fields["labels"]);
        let count = |list: &Value| list.as_array().map_or(0, Vec::len);
        assert_eq!(rows.links.len(), count(&fields["issuelinks"]));
        assert_eq!(rows.comments.len(), count(&fields["comment"]["comments"]));
        assert_eq!(rows.fix_versions.len(), count(&fields["fixVersions"]));
        let histories = document["changelog"]["histories"].as_array().cloned().unwrap_or_default();
        assert_eq!(rows.changelogs.len(), histories.len());
        assert_eq!(rows.changelog_items.len(), histories.iter().map(|h| count(&h["items"])).sum::<usize>());
        for custom in row.custom_fields.as_object().unwrap().keys() {
            assert!(custom.starts_with("customfield_") && !fields[custom].is_null());
        }
        let referred = [&row.assignee_id, &row.reporter_id, &row.creator_id];
        for id in referred.into_iter().flatten() {
            assert!(people.iter().any(|shown| shown.person.id == *id), "{id} is not among the users");
        }
        assert!(rows.keys.iter().any(|key| key.current && key.key == row.key));
    }
}

#[test]
fn recorded_issues_become_rows() {
    check_issues("cloud/issues.json", 17);
    check_issues("cloud/epics.json", 3);
    check_issues("datacenter/issues.json", 11);
}

#[test]
fn recorded_changelogs_become_rows() {
    let Some(documents) = responses("cloud/changelogs.json") else { return };
    let histories: Vec<History> = Reader::read_all(documents.clone(), "histories", &mut Vec::new());
    assert_eq!((histories.len(), documents.len()), (140, 140));
    let (entries, items) = changelogs(&mut People::of_site(SiteId(1)), IssueId(5), histories);
    let mut items = items.iter();
    for (entry, document) in entries.iter().zip(&documents) {
        assert_eq!(entry.id, number(&document["id"]));
        assert_eq!(entry.created_at, moment(&document["created"]));
        for (position, change) in document["items"].as_array().unwrap().iter().enumerate() {
            let item = items.next().unwrap();
            assert_eq!((item.changelog_id, item.position), (entry.id, position as i64));
            assert_eq!(Some(&item.field), text(&change["field"]).as_ref());
            assert_eq!(item.from_text, text(&change["fromString"]));
            assert_eq!(item.to_text, text(&change["toString"]));
        }
    }
    assert_eq!(items.next(), None);
}

#[test]
fn recorded_worklogs_become_rows() {
    let Some(documents) = responses("cloud/worklogs.json") else { return };
    let worklogs: Vec<Worklog> = read(&documents);
    assert_eq!((worklogs.len(), documents.len()), (15, 15));
    let mut people = People::of_site(SiteId(1));
    for (worklog, document) in worklogs.into_iter().zip(&documents) {
        let row = worklog_row(&mut people, IssueId(number(&document["issueId"])), worklog);
        assert_eq!(row.id, number(&document["id"]));
        assert_eq!(row.time_spent_seconds, document["timeSpentSeconds"].as_i64());
        assert_eq!(row.started_at, moment(&document["started"]));
        assert_eq!(row.author_id, text(&document["author"]["accountId"]));
    }
}

fn read<T: Read>(documents: &[Value]) -> Vec<T> {
    Reader::read_all(documents.to_vec(), "items", &mut Vec::new())
}

/// The smallest issue that Jira sends.
fn issue(document: Value) -> Issue {
    RawIssue::from_value(document).unwrap().into_issue(&FieldCatalog::default())
}

#[test]
fn moved_issue_keeps_its_former_keys() {
    let moved = serde_json::json!({"id": "5", "key": "B-2", "fields": {"summary": null}, "changelog": {"total": 1, "histories": [
        {"id": "9", "created": "2026-01-01T00:00:00.000+0000", "items": [
            {"field": "Key", "fieldtype": "jira", "fromString": "A-1", "toString": "B-2"}]}]}});
    let rows = issue_rows(&mut People::of_site(SiteId(1)), project("B"), issue(moved), DateTime::UNIX_EPOCH);
    let keys: Vec<_> = rows.keys.iter().map(|key| (key.key.as_str(), key.current)).collect();
    assert_eq!(keys, [("A-1", false), ("B-2", true)]);
}

#[test]
fn only_what_is_stored_decides_whether_an_issue_changed() {
    let rows = |summary: &str, now| {
        let document = serde_json::json!({"id": "5", "key": "A-1", "fields": {"summary": summary}});
        issue_rows(&mut People::of_site(SiteId(1)), project("A"), issue(document), now).issue.content_hash
    };
    let later = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1);
    assert_eq!(rows("x", DateTime::UNIX_EPOCH), rows("x", later));
    assert_ne!(rows("x", later), rows("y", later));
}

#[test]
fn author_without_id_is_stored_as_null() {
    let nameless = serde_json::json!({"accountId": "", "displayName": "Somebody"});
    let user: Vec<wire::User> = read(&[nameless]);
    let mut people = People::of_site(SiteId(1));
    assert_eq!(user.into_iter().filter_map(|user| people.meet(Some(user))).next(), None);
    assert_eq!(people.into_forms(), []);
}

#[test]
fn each_form_of_a_person_is_listed_once_with_its_issues() {
    let ann =
        |email: &str| serde_json::json!({"accountId": "ann", "displayName": "Ann", "emailAddress": email});
    let document = |id: &str, email: &str| serde_json::json!({"id": id, "key": "A-1", "fields": {"assignee": ann(email), "reporter": ann(email)}});
    let mut people = People::of_site(SiteId(1));
    for (id, email) in [("5", "ann@x"), ("6", ""), ("7", "ann@x")] {
        issue_rows(&mut people, project("A"), issue(document(id, email)), DateTime::UNIX_EPOCH);
    }
    let form = |email: Option<&str>, issues: &[i64]| Shown {
        person: Person {
            id: "ann".to_owned(),
            display_name: Some("Ann".to_owned()),
            email: email.map(str::to_owned),
            ..Person::default()
        },
        issues: issues.iter().map(|id| IssueId(*id)).collect(),
    };
    let mut forms = people.into_forms();
    forms.sort_by_key(|shown| shown.issues.clone());
    assert_eq!(forms, [form(Some("ann@x"), &[5, 7]), form(None, &[6])]);
}

#[test]
fn people_in_custom_fields_are_known_by_id() {
    let fields = serde_json::json!({
        "customfield_1": {"accountId": "ann", "displayName": "Ann"},
        "customfield_2": [{"key": "bob", "name": "b", "displayName": "Bob"}, {"name": "cid", "displayName": "Cid"}],
        "customfield_3": {"type": "doc", "content": [
            {"type": "mention", "attrs": {"id": "dan", "text": "@Dan"}}, {"type": "card", "attrs": {"id": "no"}}]},
        "customfield_4": {"key": "no", "name": "a project"}, "customfield_5": "ann", "customfield_6": [[7], null],
    });
    let Value::Object(fields) = fields else { panic!() };
    assert_eq!(people::named_in(&fields).into_iter().collect::<Vec<_>>(), ["ann", "bob", "cid", "dan"]);
}

#[test]
fn details_of_a_person_in_custom_fields_are_no_change() {
    let hash = |person: Value| {
        let document = serde_json::json!({"id": "5", "key": "A-1", "fields": {"customfield_1": person}});
        issue_rows(&mut People::of_site(SiteId(1)), project("A"), issue(document), DateTime::UNIX_EPOCH)
            .issue
            .content_hash
    };
    let ann = serde_json::json!({"accountId": "ann", "displayName": "Ann"});
    let more = serde_json::json!({"accountId": "ann", "displayName": "Ann", "emailAddress": "ann@x", "active": true});
    assert_eq!(hash(ann.clone()), hash(more));
    for other in [
        serde_json::json!({"accountId": "ann", "displayName": "Anna"}),
        serde_json::json!({"accountId": "bob", "displayName": "Ann"}),
        serde_json::json!({"id": "ann", "value": "Ann"}),
    ] {
        assert_ne!(hash(ann.clone()), hash(other));
    }
}

/// Writing, hashing, comparing and dropping a stored document recurse on the stack.
#[test]
fn deepest_stored_document_needs_little_stack() {
    let levels = document::MAX_DEPTH - 4;
    let item = r#"{"type":"bulletList","content":[{"type":"listItem","content":["#;
    let text = r#"{"type":"paragraph","content":[{"type":"text","text":"deep"}]}"#;
    let description = item.repeat(levels / 4 - 1) + text + &"]}]}".repeat(levels / 4 - 1);
    let custom = "[".repeat(levels) + &"]".repeat(levels);
    let body = format!(
        r#"{{"id": "5", "key": "A-1", "fields": {{"description": {description}, "customfield_1": {custom},
            "comment": {{"total": 1, "comments": [{{"id": "9", "body": {description}}}]}}}}}}"#
    );
    let walk = move || {
        let document = document::whole(body.as_bytes()).unwrap();
        let issue = RawIssue::from_document(document).unwrap().into_issue(&FieldCatalog::default());
        let rows = issue_rows(&mut People::of_site(SiteId(1)), project("A"), issue, DateTime::UNIX_EPOCH);
        assert!(rows.issue.description_text.as_ref().unwrap().ends_with("deep"));
        assert_eq!(rows.clone().issue, rows.issue);
        assert_eq!(rows.issue.custom_fields["customfield_1"].to_string(), custom);
        rows.issue.content_hash
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(walk).unwrap();
    assert_ne!(thread.join().unwrap(), 0);
}

#[test]
fn issue_without_project_is_in_the_listed_project() {
    let of = |project: Value, place: &Place| {
        let mut document = json!({"id": "5", "key": "NEW-5", "fields": {"project": project}});
        if document["fields"]["project"].is_null() {
            document["fields"] = json!({"summary": "Of no project"});
        }
        project_of(&issue(document), place).map(|project| (project.id.0, project.key))
    };
    let listed = Place::Project(project("OLD"));
    assert_eq!(of(json!({"id": "8", "key": "NEW"}), &listed), Some((8, "NEW".to_owned())));
    assert_eq!(of(json!({"id": "8"}), &Place::Site), Some((8, "NEW".to_owned())));
    assert_eq!(of(Value::Null, &listed), Some((7, "OLD".to_owned())));
    assert_eq!(of(Value::Null, &Place::Site), None);
}
