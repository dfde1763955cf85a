//! Members whose mistakes are told by name: what serde says of flattened members leaves the name out. In a query
//! string numbers are text, so text that is a number counts as one.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

pub(super) fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    optional("limit", deserializer)
}

pub(super) fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    optional("offset", deserializer)
}

pub(super) fn interval_minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
    number.ok_or_else(|| D::Error::custom("`interval_minutes` must be a whole number"))
}

pub(super) fn enabled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Value::deserialize(deserializer)?;
    value.as_bool().ok_or_else(|| D::Error::custom("`enabled` must be true or false"))
}

fn optional<'de, D: Deserializer<'de>>(name: &str, deserializer: D) -> Result<Option<u64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        value => {
            let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
            number
                .map(Some)
                .ok_or_else(|| D::Error::custom(format!("`{name}` must be a whole number of 0 or more")))
        }
    }
}
