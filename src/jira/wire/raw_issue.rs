//! An issue as received, with its inline lists parsed.

use serde_json::{Map, Value};

use super::{
    Comment, FieldCatalog, History, Inline, Issue, Read, Reader, Warning, Worklog,
    document::{Document, nested_too_deep},
    reader::{id_of, shortened},
};

/// An issue whose fields are not parsed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct RawIssue {
    /// Jira's id, which never changes.
    pub id: u64,
    /// The current key.
    pub key: String,
    /// All fields but the three lists below.
    pub fields: Map<String, Value>,
    /// The comments inside the issue.
    pub comments: Inline<Comment>,
    /// The worklogs inside the issue.
    pub worklogs: Inline<Worklog>,
    /// The changelog entries inside the issue.
    pub histories: Inline<History>,
    /// What could not be read as documented, so far.
    pub warnings: Vec<Warning>,
}

/// An item of a list of issues that is not a valid issue. Never dropped, but reported with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// Jira's id, if usable.
    pub id: Option<u64>,
    /// The item as received, except for what is nested too deep to be stored.
    pub document: Value,
    /// Why it cannot be read.
    pub reason: String,
}

impl RawIssue {
    /// Parses one item of a list of issues. It is an error without a valid id, a key or fields.
    pub fn from_value(document: Value) -> Result<Self, Unreadable> {
        Self::from_document(document.into())
    }

    /// As [`Self::from_value`]; what is nested too deep to be stored is an error as well.
    pub(crate) fn from_document(document: Document) -> Result<Self, Unreadable> {
        let Document { value, mut warnings, too_deep } = document;
        let id = value.get("id").and_then(id_of);
        let unreadable = |document, reason| Err(Unreadable { id, document, reason });
        if let Some(path) = too_deep {
            return unreadable(value, nested_too_deep(&path));
        }
        let Some(id) = id else {
            let found = value.get("id").map_or_else(|| "none".to_owned(), shortened);
            return unreadable(value, format!("an issue needs a numeric id, found {found}"));
        };
        let is_key = |key: &Value| key.is_number() || key.as_str().is_some_and(|key| !key.trim().is_empty());
        if !value.get("key").is_some_and(is_key) {
            return unreadable(value, "an issue needs a key".to_owned());
        }
        // Storing it without fields would erase all that is known about it.
        if value.get("fields").and_then(Value::as_object).is_none_or(Map::is_empty) {
            return unreadable(value, "an issue needs its fields".to_owned());
        }
        let Value::Object(members) = value else {
            return unreadable(value, "an issue must be an object".to_owned());
        };
        let mut reader = Reader::new(members, "", &mut warnings);
        let key = reader.text("key").unwrap_or_else(|| id.to_string());
        let histories = inline(&mut reader, "changelog", "histories");
        let (comments, worklogs, fields) = reader
            .inside("fields", |fields| {
                let comments = inline(fields, "comment", "comments");
                let worklogs = inline(fields, "worklog", "worklogs");
                (comments, worklogs, fields.rest())
            })
            .unwrap_or_default();
        Ok(Self { id, key, fields, comments, worklogs, histories, warnings })
    }

    /// Parses the fields. `catalog` names the custom fields with sprints, epics and story points.
    pub fn into_issue(self, catalog: &FieldCatalog) -> Issue {
        Issue::new(self, catalog)
    }
}

fn inline<T: Read>(reader: &mut Reader<'_>, container: &str, member: &str) -> Inline<T> {
    reader
        .inside(container, |list| {
            let received = list.peek(member).and_then(Value::as_array).map_or(0, Vec::len) as u64;
            let items = list.list(member);
            let total = list.integer("total").and_then(|total| u64::try_from(total).ok());
            Inline { items, total, received }
        })
        .unwrap_or_default()
}
