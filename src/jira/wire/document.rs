//! JSON documents without the parts that nobody stores.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Parses a whole body. Avatars, icons and self links, a third of a typical answer, are skipped, except
/// inside custom fields and texts, which are kept as they came.
pub(crate) fn parse(body: &[u8]) -> Result<Value, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = Lean { keep_all: false }.deserialize(&mut deserializer).map_err(|error| error.to_string())?;
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

#[derive(Clone, Copy)]
struct Lean {
    keep_all: bool,
}

impl Lean {
    fn skips(self, key: &str) -> bool {
        !self.keep_all && matches!(key, "avatarUrls" | "iconUrl" | "self")
    }

    fn below(self, key: &str) -> Self {
        let kept = matches!(key, "body" | "description" | "environment") || key.starts_with("customfield_");
        Self { keep_all: self.keep_all || kept }
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
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
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
        while let Some(key) = members.next_key::<String>()? {
            if self.skips(&key) {
                members.next_value::<IgnoredAny>()?;
            } else {
                let value = members.next_value_seed(self.below(&key))?;
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_nobody_stores_is_skipped() {
        let user = json!({"self": "u", "avatarUrls": {"48x48": "x"}, "displayName": "A"});
        let document = json!({
            "self": "u", "id": "1", "n": [1, -2, 2.5, null, true],
            "fields": {"assignee": user, "customfield_1": user, "description": {"self": 1}},
        });
        let lean = json!({
            "id": "1", "n": [1, -2, 2.5, null, true],
            "fields": {"assignee": {"displayName": "A"}, "customfield_1": user, "description": {"self": 1}},
        });
        assert_eq!(parse(document.to_string().as_bytes()).unwrap(), lean);
    }

    #[test]
    fn cut_off_and_trailing_bytes_are_errors() {
        for body in ["", "{", r#"{"a":1"#, "{} x", "<html>"] {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
        assert_eq!(object(b"[]").unwrap_err(), "expected an object, found a list");
        assert_eq!(list(b"null").unwrap_err(), "expected a list, found null");
    }
}
