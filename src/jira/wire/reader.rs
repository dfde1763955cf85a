//! Reads values from a JSON object, with a warning for anything that is not as documented.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

use super::{Warning, date, document::kind};

/// A type that Jira sends as an object.
pub trait Read: Sized {
    /// Reads it. `None` if its identifier is missing, with a warning.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
}

/// A path in a document; only formatted for a warning.
#[derive(Clone, Copy)]
enum At<'a> {
    Root(&'a str),
    Member(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Member(Self::Root(""), key) => f.write_str(key),
            Self::Member(parent, key) => write!(f, "{parent}.{key}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// An object while it is read. Members are moved out, not cloned; absent and `null` are the same.
pub struct Reader<'a> {
    members: Map<String, Value>,
    at: At<'a>,
    warnings: &'a mut Vec<Warning>,
}

impl<'a> Reader<'a> {
    /// `root` begins the paths of warnings; it may be empty.
    pub(crate) fn new(members: Map<String, Value>, root: &'a str, warnings: &'a mut Vec<Warning>) -> Self {
        Self { members, at: At::Root(root), warnings }
    }

    /// Reads the object itself.
    pub(crate) fn read<T: Read>(mut self) -> Option<T> {
        T::read(&mut self)
    }

    /// Reads the items of a top-level list. Items that cannot be read are left out with a warning. `root` begins the paths
    /// of warnings.
    pub fn read_all<T: Read>(items: Vec<Value>, root: &str, warnings: &mut Vec<Warning>) -> Vec<T> {
        read_items(items, &At::Root(root), warnings)
    }

    pub(crate) fn warn(&mut self, key: &str, problem: impl Into<String>) {
        let path = At::Member(&self.at, key).to_string();
        self.warnings.push(Warning { path, problem: problem.into() });
    }

    /// The value as received.
    pub(crate) fn value(&mut self, key: &str) -> Option<Value> {
        self.members.remove(key).filter(|value| !value.is_null())
    }

    /// The member, which stays in the object.
    pub(crate) fn peek(&self, key: &str) -> Option<&Value> {
        self.members.get(key).filter(|value| !value.is_null())
    }

    /// All members not read yet.
    pub(crate) fn rest(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.members)
    }

    /// A text. Numbers and booleans are converted to text, with a warning.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        match self.value(key)? {
            Value::String(text) => Some(text),
            value @ (Value::Number(_) | Value::Bool(_)) => {
                self.unexpected::<()>(key, "a text", &value);
                Some(value.to_string())
            }
            other => self.unexpected(key, "a text", &other),
        }
    }

    /// An id, sent as text or as a number.
    pub(crate) fn id_text(&mut self, key: &str) -> Option<String> {
        match self.value(key)? {
            Value::String(text) if !text.is_empty() => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => self.unexpected(key, "an id", &other),
        }
    }

    /// A numeric id, sent as text or as a number.
    pub(crate) fn id(&mut self, key: &str) -> Option<u64> {
        let value = self.value(key)?;
        id_of(&value).or_else(|| self.unexpected(key, "a numeric id", &value))
    }

    /// A numeric id that the object must have.
    pub(crate) fn required_id(&mut self) -> Option<u64> {
        if self.peek("id").is_none() {
            self.warn("id", "is missing, so the whole entry is left out");
        }
        self.id("id")
    }

    /// An id that the object must have.
    pub(crate) fn required_id_text(&mut self) -> Option<String> {
        if self.peek("id").is_none() {
            self.warn("id", "is missing, so the whole entry is left out");
        }
        self.id_text("id")
    }

    /// An integer, which may also be sent as text or with a fraction of zero.
    pub(crate) fn integer(&mut self, key: &str) -> Option<i64> {
        let value = self.value(key)?;
        let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
        let found = match &value {
            Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        found.or_else(|| self.unexpected(key, "a whole number", &value))
    }

    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        match self.value(key)? {
            Value::Bool(flag) => Some(flag),
            Value::String(text) if text == "true" || text == "false" => Some(text == "true"),
            other => self.unexpected(key, "true or false", &other),
        }
    }

    /// A moment, in any of the formats of [`date`].
    pub(crate) fn instant(&mut self, key: &str) -> Option<DateTime<Utc>> {
        let value = self.value(key)?;
        date::from_value(&value).or_else(|| self.unexpected(key, "a date and time", &value))
    }

    /// A day without a time.
    pub(crate) fn day(&mut self, key: &str) -> Option<NaiveDate> {
        let value = self.value(key)?;
        let day = value.as_str().and_then(date::parse_day);
        day.or_else(|| self.unexpected(key, "a date", &value))
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (index, item) in self.items(key).into_iter().enumerate() {
            match item {
                Value::String(text) => texts.push(text),
                other => {
                    let path = At::Item(&At::Member(&self.at, key), index).to_string();
                    self.warnings.push(Warning { path, problem: expected("a text", &other) });
                }
            }
        }
        texts
    }

    pub(crate) fn object<T: Read>(&mut self, key: &str) -> Option<T> {
        match self.value(key)? {
            Value::Object(members) => self.nested(key, members, |reader| T::read(reader)),
            other => self.unexpected(key, "an object", &other),
        }
    }

    /// Reads the members of an object with `read`.
    pub(crate) fn inside<R>(&mut self, key: &str, read: impl FnOnce(&mut Reader<'_>) -> R) -> Option<R> {
        match self.value(key)? {
            Value::Object(members) => Some(self.nested(key, members, read)),
            other => self.unexpected(key, "an object", &other),
        }
    }

    /// A list of objects. Items that cannot be read are left out with a warning.
    pub(crate) fn list<T: Read>(&mut self, key: &str) -> Vec<T> {
        let items = self.items(key);
        read_items(items, &At::Member(&self.at, key), self.warnings)
    }

    /// The items of a list, as received.
    pub(crate) fn items(&mut self, key: &str) -> Vec<Value> {
        match self.value(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(other) => {
                self.unexpected::<()>(key, "a list", &other);
                Vec::new()
            }
        }
    }

    fn nested<R>(
        &mut self,
        key: &str,
        members: Map<String, Value>,
        read: impl FnOnce(&mut Reader<'_>) -> R,
    ) -> R {
        let at = At::Member(&self.at, key);
        read(&mut Reader { members, at, warnings: &mut *self.warnings })
    }

    fn unexpected<T>(&mut self, key: &str, wanted: &str, found: &Value) -> Option<T> {
        self.warn(key, expected(wanted, found));
        None
    }
}

fn read_items<T: Read>(items: Vec<Value>, at: &At<'_>, warnings: &mut Vec<Warning>) -> Vec<T> {
    let mut read = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let at = At::Item(at, index);
        match item {
            Value::Object(members) => {
                read.extend(T::read(&mut Reader { members, at, warnings: &mut *warnings }))
            }
            other => {
                warnings.push(Warning { path: at.to_string(), problem: expected("an object", &other) });
            }
        }
    }
    read
}

/// A positive id that fits into a 64-bit column.
pub(crate) fn id_of(value: &Value) -> Option<u64> {
    let id = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    id.filter(|id| *id > 0 && i64::try_from(*id).is_ok())
}

fn expected(wanted: &str, found: &Value) -> String {
    match found {
        Value::Array(_) | Value::Object(_) | Value::Null => {
            format!("expected {wanted}, found {}", kind(found))
        }
        scalar => format!("expected {wanted}, found {}", shortened(scalar)),
    }
}

/// The start of a value, for messages.
pub(super) fn shortened(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
