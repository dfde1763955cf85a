//! JSON documents without the parts that nobody stores.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Parses a whole body. What is null, and members that nobody reads (half of a typical answer: avatars, icons,
/// self links, the linked issues' own fields), are skipped; custom fields and texts are kept as they came.
pub(crate) fn parse(body: &[u8]) -> Result<Value, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = Lean::Documented.deserialize(&mut deserializer).map_err(|error| error.to_string())?;
    deserializer.end().map_err(|error| error.to_string())?;
    Ok(value)
}

/// A body that must be an object.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, String> {
    match parse(body)? {
        Value::Object(members) => Ok(members),
        other => Err(format!("expected an object, found {}", kind(&other))),
    }
}

/// A body that must be an object with the list `member`: hands over its items one by one, so that a large page is
/// never in memory as a whole, and gives the other members. A page without the list is not an empty page.
pub(crate) fn each(
    body: &[u8],
    member: &'static str,
    mut take: impl FnMut(Value),
) -> Result<Map<String, Value>, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let page = Page { member, take: &mut take };
    let rest = deserializer.deserialize_map(page).map_err(|error| error.to_string())?;
    deserializer.end().map_err(|error| error.to_string())?;
    rest.ok_or_else(|| format!("{member} is missing"))
}

/// A body that must be a list.
pub(crate) fn list(body: &[u8]) -> Result<Vec<Value>, String> {
    match parse(body)? {
        Value::Array(items) => Ok(items),
        other => Err(format!("expected a list, found {}", kind(&other))),
    }
}

/// The list `member` of a page, which must be there: a page without it is not an empty page.
pub(crate) fn take_list(page: &mut Map<String, Value>, member: &str) -> Result<Vec<Value>, String> {
    match page.remove(member) {
        Some(Value::Array(items)) => Ok(items),
        Some(other) => Err(format!("expected a list in {member}, found {}", kind(&other))),
        None => Err(format!("{member} is missing")),
    }
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

/// PostgreSQL has no text with U+0000 in it; what apps write into fields may.
fn storable(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}

/// Which part of a document is being read.
#[derive(Clone, Copy, PartialEq)]
enum Lean {
    /// Members that Jira documents.
    Documented,
    /// An issue that another one names.
    NamedIssue,
    /// What people or apps wrote.
    Free,
}

impl Lean {
    fn skips(self, key: &str) -> bool {
        match self {
            Self::Free => false,
            Self::NamedIssue if key == "fields" => true,
            _ => matches!(
                key,
                "avatarUrls" | "expand" | "iconUrl" | "self" | "subtasks" | "votes" | "watches" | "workratio"
            ),
        }
    }

    fn below(self, key: &str) -> Self {
        match key {
            _ if self == Self::Free => Self::Free,
            "body" | "description" | "environment" => Self::Free,
            _ if key.starts_with("customfield_") => Self::Free,
            "parent" | "inwardIssue" | "outwardIssue" => Self::NamedIssue,
            _ => self,
        }
    }
}

/// A member's name and what its value is part of. `None` for members to be skipped, whose names are then
/// never copied.
struct Key(Lean);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<(String, Lean)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<(String, Lean)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok((!self.0.skips(key)).then(|| (storable(key.to_owned()), self.0.below(key))))
    }
}

impl<'de> DeserializeSeed<'de> for Lean {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Lean {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(storable(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key_seed(Key(self))? {
            let Some((key, part)) = key else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = members.next_value_seed(part)?;
            if self == Self::Free || !value.is_null() {
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }
}

/// A page whose list goes to `take`.
struct Page<'a, F> {
    member: &'static str,
    take: &'a mut F,
}

impl<'de, F: FnMut(Value)> Visitor<'de> for Page<'_, F> {
    /// The other members; None when the list was missing.
    type Value = Option<Map<String, Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = Map::new();
        let mut found = false;
        while let Some(key) = members.next_key_seed(Key(Lean::Documented))? {
            match key {
                Some((key, _)) if key == self.member => {
                    members.next_value_seed(Items { member: self.member, take: &mut *self.take })?;
                    found = true;
                }
                Some((key, part)) => {
                    map.insert(key, members.next_value_seed(part)?);
                }
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found.then_some(map))
    }
}

/// The list of a page.
struct Items<'a, F> {
    member: &'static str,
    take: &'a mut F,
}

impl<'de, F: FnMut(Value)> DeserializeSeed<'de> for Items<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Value)> Visitor<'de> for Items<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list in {}", self.member)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element_seed(Lean::Documented)? {
            (self.take)(item);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_nobody_stores_is_skipped() {
        let user = json!({"self": "u", "avatarUrls": {"48x48": "x"}, "displayName": "A", "email": null});
        let document = json!({
            "self": "u", "id": "1", "n": [1, -2, 2.5, null, true],
            "fields": {
                "assignee": user, "customfield_1": user, "customfield_2": null, "description": {"self": null},
                "parent": {"id": "2", "fields": {"summary": "x"}}, "subtasks": [{"id": "3"}],
            },
        });
        let lean = json!({
            "id": "1", "n": [1, -2, 2.5, null, true],
            "fields": {
                "assignee": {"displayName": "A"}, "customfield_1": user, "description": {"self": null},
                "parent": {"id": "2"},
            },
        });
        assert_eq!(parse(document.to_string().as_bytes()).unwrap(), lean);
    }

    #[test]
    fn what_no_database_can_hold_is_replaced() {
        let value = parse(br#"{"a\u0000": ["x\u0000y", "z"]}"#).unwrap();
        assert_eq!(value, json!({"a\u{FFFD}": ["x\u{FFFD}y", "z"]}));
    }

    #[test]
    fn cut_off_and_trailing_bytes_are_errors() {
        for body in ["", "{", r#"{"a":1"#, "{} x", "<html>"] {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
        assert_eq!(object(b"[]").unwrap_err(), "expected an object, found a list");
        assert_eq!(list(b"null").unwrap_err(), "expected a list, found null");
    }

    #[test]
    fn a_page_hands_over_its_items_and_gives_the_rest() {
        let mut items = Vec::new();
        let page = br#"{"self": "x", "issues": [{"id": "1", "self": "x"}, 7], "isLast": true}"#;
        let rest = each(page, "issues", |item| items.push(item)).unwrap();
        assert_eq!(items, [json!({"id": "1"}), json!(7)]);
        assert_eq!(Value::Object(rest), json!({"isLast": true}));
        for (body, problem) in [
            ("{}", "issues is missing"),
            (r#"{"issues": null}"#, "expected a list in issues"),
            (r#"{"issues": [1"#, "EOF"),
            (r#"{"issues": []} x"#, "trailing"),
            ("[]", "expected an object"),
        ] {
            let error = each(body.as_bytes(), "issues", |_| ()).unwrap_err();
            assert!(error.contains(problem), "{body}: {error}");
        }
    }
}
