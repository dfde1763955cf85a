//! Parses with serde_json, and leaves out what is not stored.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a whole body.
pub(super) fn read(body: &[u8], part: ParseMode) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = part.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Refuses U+0000, which apps may write into fields and PostgreSQL cannot store.
fn storable<E: Error>(text: String) -> Result<String, E> {
    if text.contains('\0') { Err(E::custom("U+0000 in a text")) } else { Ok(text) }
}

/// The part of a document that is being read, which determines the members to skip. Half of a typical response is
/// avatars, icons, self links and fields of linked issues, which are not stored.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ParseMode {
    /// Documented members.
    Documented,
    /// An issue inside another one.
    NamedIssue,
    /// Content written by users or apps.
    Free,
}

impl ParseMode {
    pub(super) fn skips(self, key: &str) -> bool {
        match self {
            Self::Free => false,
            Self::NamedIssue if key == "fields" => true,
            _ => matches!(
                key,
                "avatarUrls" | "expand" | "iconUrl" | "self" | "subtasks" | "votes" | "watches" | "workratio"
            ),
        }
    }

    /// Null means the same as absent, except in content written by users or apps.
    pub(super) fn keeps(self, value: &Value) -> bool {
        self == Self::Free || !value.is_null()
    }

    pub(super) fn below(self, key: &str) -> Self {
        match key {
            _ if self == Self::Free => Self::Free,
            "body" | "description" | "environment" => Self::Free,
            _ if key.starts_with("customfield_") => Self::Free,
            "parent" | "inwardIssue" | "outwardIssue" => Self::NamedIssue,
            _ => self,
        }
    }
}

/// A member's name, and the part that its value belongs to. `None` for members to skip, whose names are not copied.
pub(super) struct Key(pub(super) ParseMode);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<(String, ParseMode)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<(String, ParseMode)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        if self.0.skips(key) {
            return Ok(None);
        }
        Ok(Some((storable(key.to_owned())?, self.0.below(key))))
    }
}

impl<'de> DeserializeSeed<'de> for ParseMode {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ParseMode {
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
        storable(value).map(Value::String)
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
            if self.keeps(&value) {
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }
}
