//! What each fuzz target does with its bytes, and what must hold then. Every input under `tests/fuzz/corpus` is also
//! read by an ordinary test.

use serde_json::{Map, Value};

use crate::jira::error::messages;
use crate::jira::webhook::WebhookEvent;
use crate::jira::wire::document::{self, Document, MAX_DEPTH};
use crate::jira::wire::{
    Board, Comment, Component, Field, FieldCatalog, FieldKind, History, Issue, IssueType, Priority, Project,
    RawIssue, Read, Reader, RemoteLink, Resolution, Sprint, Status, User, Version, Warning, Worklog, date,
    text,
};

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 10] = [
    ("documents", documents),
    ("issue_pages", issue_pages),
    ("changelog_pages", changelog_pages),
    ("lists", lists),
    ("pages", pages),
    ("sprint_texts", sprint_texts),
    ("dates", dates),
    ("rich_texts", rich_texts),
    ("webhooks", webhooks),
    ("error_bodies", error_bodies),
];

pub(crate) fn run(name: &str, bytes: &[u8]) {
    TARGETS.iter().filter(|target| target.0 == name).for_each(|target| target.1(bytes));
}

/// Both ways of reading agree: that of serde_json, and the careful one, which a byte order mark asks for.
fn documents(body: &[u8]) {
    if body.starts_with(b"\xef\xbb\xbf") {
        return;
    }
    let marked = [b"\xef\xbb\xbf", body].concat();
    let (plain, careful) = (document::verbatim(body), document::verbatim(&marked));
    assert_eq!(plain.is_ok(), careful.is_ok());
    if let (Ok(plain), Ok(careful)) = (plain, careful) {
        stored(&plain.value);
        assert_eq!((&plain.value, &plain.too_deep), (&careful.value, &careful.too_deep));
        // The mark has a warning of its own, of the hundred that there may be.
        let both = plain.warnings.len().min(99);
        assert_eq!(plain.warnings[..both], careful.warnings[1..=both]);
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => {
                assert!(plain.value == value || !plain.warnings.is_empty());
                assert!(plain.warnings.is_empty() || body.windows(6).any(|six| six == b"\\u0000"));
            }
            Err(_) => assert!(!plain.warnings.is_empty() || levels(body) > 127),
        }
    }
    let (plain, careful) = (items(body), items(&marked));
    assert_eq!(plain.is_some(), careful.is_some());
    assert_eq!(plain, careful);
}

/// The items of a page and the rest of it.
fn items(body: &[u8]) -> Option<(Vec<Value>, Map<String, Value>)> {
    let mut items = Vec::new();
    let rest = document::each(body, "issues", |item| items.push(item.value)).ok()?;
    Some((items, rest))
}

/// Pages of Cloud's bulk fetch and of Data Center's search, and an issue alone.
fn issue_pages(body: &[u8]) {
    let _ = document::each(body, "issues", issue);
    let _ = document::whole(body).map(issue);
}

fn issue(document: Document) {
    let deep = document.too_deep.is_some();
    match RawIssue::from_document(document) {
        Ok(raw) => {
            assert!(!deep);
            let issue = raw.into_issue(&catalog());
            issue_is_storable(&issue);
        }
        Err(unreadable) => {
            assert!(
                unreadable.id.is_none_or(|id| i64::try_from(id).is_ok()) && !unreadable.reason.is_empty()
            );
            stored(&unreadable.document);
        }
    }
}

fn issue_is_storable(issue: &Issue) {
    assert!(i64::try_from(issue.id).is_ok());
    short(&issue.warnings);
    for moment in [issue.created, issue.updated, issue.resolved].into_iter().flatten() {
        assert!(date::parse(&moment.to_rfc3339()) == Some(moment));
    }
    assert!(issue.story_points.is_none_or(f64::is_finite));
    stored(&Value::Object(issue.custom_fields.clone()));
    let bodies = issue.comments.items.iter().map(|comment| &comment.body);
    let comments = issue.worklogs.items.iter().map(|worklog| &worklog.comment);
    for rich in bodies.chain(comments).chain([&issue.description]).flatten() {
        stored(rich);
        assert!(!text::plain(rich).contains('\0'));
    }
    let _ = (issue.comments.is_complete(), issue.worklogs.is_complete(), issue.histories.is_complete());
}

fn catalog() -> FieldCatalog {
    let field = |id, kind| FieldKind { id, name: "Story Points", schema_custom: Some(kind) };
    FieldCatalog::new(&[
        field("customfield_1", "com.pyxis.greenhopper.jira:gh-sprint"),
        field("customfield_2", "com.pyxis.greenhopper.jira:gh-epic-link"),
        field("customfield_3", "com.pyxis.greenhopper.jira:jsw-story-points"),
    ])
}

/// Pages of Cloud's bulk fetch of changelogs, and an issue with its changelog.
fn changelog_pages(body: &[u8]) {
    let mut warnings = Vec::new();
    let _ = document::each(body, "issueChangeLogs", |log| {
        if let Value::Object(members) = log.value {
            let mut reader = Reader::new(members, "log", &mut warnings);
            let _ = reader.id("issueId");
            let _: Vec<History> = reader.list("changeHistories");
        }
    });
    if let Ok(issue) = document::object(body) {
        let mut reader = Reader::new(issue.value, "", &mut warnings);
        let _ = reader.inside("changelog", |changelog| changelog.list::<History>("histories"));
    }
    short(&warnings);
}

/// Lists that come whole, of every kind.
fn lists(body: &[u8]) {
    let Ok(list) = document::list(body, "list") else { return };
    short(&list.warnings);
    every_kind(&list.value);
}

/// Pages by offset, of every kind.
fn pages(body: &[u8]) {
    let Ok(mut page) = document::object(body) else { return };
    short(&page.warnings);
    for member in ["values", "comments", "worklogs"] {
        if let Ok(items) = document::take_list(&mut page.value, member) {
            every_kind(&items);
        }
    }
}

fn every_kind(items: &[Value]) {
    items.iter().for_each(stored);
    read::<Field>(items);
    read::<Status>(items);
    read::<IssueType>(items);
    read::<Priority>(items);
    read::<Resolution>(items);
    read::<Version>(items);
    read::<Component>(items);
    read::<User>(items);
    read::<Project>(items);
    read::<Board>(items);
    read::<Sprint>(items);
    read::<RemoteLink>(items);
    read::<Comment>(items);
    read::<Worklog>(items);
    read::<History>(items);
}

fn read<T: Read>(items: &[Value]) {
    let mut warnings = Vec::new();
    let read: Vec<T> = Reader::read_all(items.to_vec(), "items", &mut warnings);
    assert!(read.len() <= items.len() && (read.len() == items.len() || !warnings.is_empty()));
    short(&warnings);
}

/// The sprints of old Servers.
fn sprint_texts(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let body = serde_json::json!({"id": 1, "fields": {"customfield_1": [text]}});
    let _ = document::whole(body.to_string().as_bytes()).map(issue);
}

fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(moment) = date::parse(&text) {
        assert_eq!(date::parse(&moment.to_rfc3339()), Some(moment));
    }
    if let Some(day) = date::parse_day(&text) {
        assert_eq!(date::parse_day(&day.to_string()), Some(day));
    }
    let number: Result<Value, _> = serde_json::from_slice(bytes);
    let _ = number.map(|number| date::from_value(&number));
}

fn rich_texts(body: &[u8]) {
    if let Ok(document) = document::verbatim(body) {
        assert!(!text::plain(&document.value).contains('\0'));
    }
}

fn webhooks(body: &[u8]) {
    if let Ok(event) = WebhookEvent::parse(body) {
        assert!(event.issues.iter().all(|id| *id > 0 && i64::try_from(*id).is_ok()));
    }
}

fn error_bodies(body: &[u8]) {
    let found = messages(body);
    assert!(found.len() <= 8 && found.iter().all(|text| !text.is_empty() && text.chars().count() <= 301));
}

/// Both databases take it, and it comes out of them as it was.
fn stored(value: &Value) {
    let text = value.to_string();
    assert!(levels(text.as_bytes()) <= MAX_DEPTH);
    let again = document::verbatim(text.as_bytes()).unwrap_or_else(|_| Value::Null.into());
    assert!(again == value.clone().into() || has_fraction(value), "{again:?}");
}

/// serde_json reads fractions of many digits to within a few of the last bits, but not always to the same.
fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(members) => members.values().any(has_fraction),
        _ => false,
    }
}

fn levels(json: &[u8]) -> usize {
    let (mut open, mut most, mut inside, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => inside = !inside,
            b'[' | b'{' if !inside => open += 1,
            b']' | b'}' if !inside => open -= 1,
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Short enough to be told, and to be in an index.
fn short(warnings: &[Warning]) {
    for Warning { path, problem } in warnings {
        assert!(path.len() < 1000 && problem.len() < 1000, "{path}: {problem}");
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn everything_that_was_ever_found_by_fuzzing_is_read() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
        for (name, _) in TARGETS {
            let inputs: Vec<_> =
                fs::read_dir(corpus.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert!(inputs.len() > 2, "{name} has no corpus");
            for input in inputs {
                eprintln!("{}", input.display());
                run(name, &fs::read(input).unwrap());
            }
        }
    }
}
