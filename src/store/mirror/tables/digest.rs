use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};
use xxhash_rust::xxh3::Xxh3;

use crate::store::mirror::tables::person_id::person_id;
use crate::store::{IssueId, ProjectId, SiteId};

/// A value that can be hashed, so that an issue with the same rows is recognised and not written again. Lengths and
/// tags are hashed as well: `("ab", "c")` and `("a", "bc")` differ.
pub trait Digest {
    /// Feeds the value to the hash.
    fn digest(&self, hash: &mut Xxh3);
}

impl Digest for i64 {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&self.to_le_bytes());
    }
}

impl Digest for f64 {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&self.to_bits().to_le_bytes());
    }
}

impl Digest for bool {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&[u8::from(*self)]);
    }
}

impl Digest for str {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&self.len().to_le_bytes());
        hash.update(self.as_bytes());
    }
}

impl Digest for String {
    fn digest(&self, hash: &mut Xxh3) {
        self.as_str().digest(hash);
    }
}

impl Digest for DateTime<Utc> {
    fn digest(&self, hash: &mut Xxh3) {
        self.timestamp_micros().digest(hash);
    }
}

impl Digest for NaiveDate {
    fn digest(&self, hash: &mut Xxh3) {
        self.to_epoch_days().digest(hash);
    }
}

impl Digest for i32 {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&self.to_le_bytes());
    }
}

macro_rules! of_id {
    ($($id:ident)*) => {
        $(impl Digest for $id {
            fn digest(&self, hash: &mut Xxh3) {
                self.0.digest(hash);
            }
        })*
    };
}

of_id!(SiteId ProjectId IssueId);

impl Digest for Value {
    fn digest(&self, hash: &mut Xxh3) {
        match self {
            Value::Null => hash.update(b"n"),
            Value::Bool(value) => value.digest(hash),
            Value::Number(number) => number.to_string().digest(hash),
            Value::String(text) => text.digest(hash),
            Value::Array(items) => items.digest(hash),
            Value::Object(members) => {
                if let Some(person) = as_person(members) {
                    return person.digest(hash);
                }
                hash.update(&members.len().to_le_bytes());
                for (name, value) in members {
                    name.digest(hash);
                    value.digest(hash);
                }
            }
        }
    }
}

/// The id and display name of a person in a document. Jira returns the other members in one response and leaves them
/// out in the next.
fn as_person(members: &Map<String, Value>) -> Option<Vec<String>> {
    let name = members.get("displayName")?.as_str()?;
    let id = person_id(members)?;
    Some(vec!["person".to_owned(), id.to_owned(), name.to_owned()])
}

impl<T: Digest> Digest for Option<T> {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&[u8::from(self.is_some())]);
        if let Some(value) = self {
            value.digest(hash);
        }
    }
}

impl<T: Digest> Digest for Vec<T> {
    fn digest(&self, hash: &mut Xxh3) {
        hash.update(&self.len().to_le_bytes());
        for item in self {
            item.digest(hash);
        }
    }
}
