//! Parses pages with serde_json, item by item.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::lean::{Key, ParseMode};

/// Passes the items of the list `member` to `take`, and returns the other members; `None` if the list is missing.
pub(super) fn read(
    body: &[u8],
    member: &'static str,
    mut take: impl FnMut(Value),
) -> serde_json::Result<Option<Map<String, Value>>> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let rest = deserializer.deserialize_map(Page { member, take: &mut take })?;
    deserializer.end()?;
    Ok(rest)
}

/// A page whose items are passed to `take`.
struct Page<'a, F> {
    member: &'static str,
    take: &'a mut F,
}

impl<'de, F: FnMut(Value)> Visitor<'de> for Page<'_, F> {
    /// The other members; `None` if the list is missing.
    type Value = Option<Map<String, Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = Map::new();
        let mut found = false;
        while let Some(key) = members.next_key_seed(Key(ParseMode::Documented))? {
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
        while let Some(item) = items.next_element_seed(ParseMode::Documented)? {
            (self.take)(item);
        }
        Ok(())
    }
}
