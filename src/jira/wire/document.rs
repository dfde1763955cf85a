//! JSON documents without the parts that are not stored, even with invalid texts.
//!
//! Bodies are read with serde_json. If it refuses one, [`careful`] reads it again, replaces what cannot be stored (half
//! a surrogate pair, bytes that are not UTF-8, U+0000), leaves out what is nested too deep, and reports the places.

mod careful;
mod lean;
mod page;
mod repair;
mod scan;

use serde_json::{Map, Value};

use super::{Parsed, Warning};
use crate::jira::wire::document::lean::ParseMode;

/// Maximum nesting of lists and objects in a document. SQLite's JSON functions allow 1000, and everything that walks a
/// value (dropping, comparing, serializing) is recursive. Each list inside a list of Jira's rich text adds four levels.
pub(crate) const MAX_DEPTH: usize = 512;

/// A whole body, or an item of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) value: Value,
    /// What had to be replaced or left out to read it.
    pub(crate) warnings: Vec<Warning>,
    /// The first place where it is nested deeper than [`MAX_DEPTH`]; replaced by null.
    pub(crate) too_deep: Option<String>,
}

impl From<Value> for Document {
    fn from(value: Value) -> Self {
        Self { value, warnings: Vec::new(), too_deep: None }
    }
}

/// Reads a body with all its members.
pub(crate) fn verbatim(body: &[u8]) -> Result<Document, String> {
    read(body, ParseMode::Free, "")
}

/// Reads a body that must be an object. Parts of it may be nested too deep.
pub(crate) fn whole(body: &[u8]) -> Result<Document, String> {
    let document = read(body, ParseMode::Documented, "")?;
    if document.value.is_object() { Ok(document) } else { Err(expected("an object", &document.value)) }
}

/// Reads a body that must be an object.
pub(crate) fn object(body: &[u8]) -> Result<Parsed<Map<String, Value>>, String> {
    let Document { value, warnings, too_deep } = read(body, ParseMode::Documented, "")?;
    match (value, too_deep) {
        (_, Some(path)) => Err(nested_too_deep(&path)),
        (Value::Object(members), None) => Ok(Parsed { value: members, warnings }),
        (other, None) => Err(expected("an object", &other)),
    }
}

/// Reads a body that must be a list. Parts that are nested too deep are left out of their item, with a warning. `root`
/// begins the paths of warnings.
pub(crate) fn list(body: &[u8], root: &str) -> Result<Parsed<Vec<Value>>, String> {
    let Document { value, warnings, .. } = read(body, ParseMode::Documented, root)?;
    match value {
        Value::Array(items) => Ok(Parsed { value: items, warnings }),
        other => Err(expected("a list", &other)),
    }
}

/// Reads a body that must be an object with the list `member`. Passes its items to `take` one by one, so that a large
/// page is never in memory as a whole, and returns the other members. A page without the list is an error, not an empty
/// page.
pub(crate) fn each(
    body: &[u8],
    member: &'static str,
    mut take: impl FnMut(Document),
) -> Result<Map<String, Value>, String> {
    let mut taken = 0;
    let rest = page::read(body, member, |item| {
        taken += 1;
        take(item.into());
    });
    let rest = match rest {
        Ok(rest) => rest,
        Err(_) => careful::page(body, member, |index, item| {
            if index >= taken {
                take(item);
            }
        })?,
    };
    rest.ok_or_else(|| format!("{member} is missing"))
}

/// Takes the list `member` out of a page. A page without it is an error, not an empty page.
pub(crate) fn take_list(page: &mut Map<String, Value>, member: &str) -> Result<Vec<Value>, String> {
    match page.remove(member) {
        Some(Value::Array(items)) => Ok(items),
        Some(other) => Err(expected(&format!("a list in {member}"), &other)),
        None => Err(format!("{member} is missing")),
    }
}

/// The error message for a document that is nested too deep at `path`.
pub(crate) fn nested_too_deep(path: &str) -> String {
    format!("{path} is nested more than {MAX_DEPTH} levels deep")
}

/// The JSON type of a value, with its article.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn read(body: &[u8], part: ParseMode, root: &str) -> Result<Document, String> {
    match lean::read(body, part) {
        Ok(value) => Ok(value.into()),
        Err(_) => careful::read(body, part, root),
    }
}

fn expected(wanted: &str, found: &Value) -> String {
    format!("expected {wanted}, found {}", kind(found))
}

#[cfg(test)]
mod tests;
