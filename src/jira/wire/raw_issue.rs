//! An issue as it came, with its inline lists read.

use serde_json::{Map, Value};

use super::reader::id_of;
use super::{Comment, FieldCatalog, History, Inline, Issue, Read, Reader, Warning, Worklog};

/// An issue whose fields are still as Jira sent them.
#[derive(Debug, Clone, PartialEq)]
pub struct RawIssue {
    /// Jira's id; an issue's identity.
    pub id: u64,
    /// The present key; the id's digits when Jira sent none.
    pub key: String,
    /// All fields but the three lists below.
    pub fields: Map<String, Value>,
    /// The comments that came inside.
    pub comments: Inline<Comment>,
    /// The worklogs that came inside.
    pub worklogs: Inline<Worklog>,
    /// The changelog entries that came inside.
    pub histories: Inline<History>,
    /// What was odd so far.
    pub warnings: Vec<Warning>,
}

/// An element of a list of issues that is no issue, with the reason; to be shown, never dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreadable {
    /// The element as it came.
    pub document: Value,
    /// Why it cannot be read.
    pub reason: String,
}

impl RawIssue {
    /// Takes one element of a list of issues apart. Only a missing or invalid id is an error.
    pub fn from_value(document: Value) -> Result<Self, Unreadable> {
        let Some(id) = document.get("id").and_then(id_of) else {
            let found = document.get("id").map_or("none".to_owned(), Value::to_string);
            return Err(Unreadable {
                reason: format!("an issue needs a numeric id, found {found}"),
                document,
            });
        };
        let mut warnings = Vec::new();
        let Value::Object(members) = document else {
            return Err(Unreadable { reason: "an issue must be an object".to_owned(), document });
        };
        let mut reader = Reader::new(members, "", &mut warnings);
        let key = reader.text("key").unwrap_or_else(|| {
            reader.warn("key", "is missing");
            id.to_string()
        });
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

    /// Reads the fields. `catalog` tells which custom fields hold sprints, epics and story points.
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
