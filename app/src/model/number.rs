//! Reads members so that errors name them: serde's messages for flattened members leave the name out. In a query string
//! numbers are text, so text that is a number is accepted.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

use super::ranges::{nearest_minutes, typed_minutes};

/// The whole number in a JSON value, if it is one; in JSON `13.0` is the same as `13`.
pub fn whole(value: &Value) -> Option<i64> {
    let of_float = |number: f64| {
        let fits = number.fract() == 0.0 && number.abs() < i64::MAX as f64;
        fits.then_some(number as i64)
    };
    value.as_i64().or_else(|| of_float(value.as_f64()?))
}

pub(super) fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    optional("limit", deserializer)
}

pub(super) fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    optional("offset", deserializer)
}

/// The range is not checked here, so that the error for a number out of range names the range.
pub(super) fn interval_minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let minutes = whole(&value).map(nearest_minutes).or_else(|| typed_minutes(value.as_str()?));
    minutes.ok_or_else(|| D::Error::custom("`interval_minutes` must be a whole number"))
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
            let number = whole(&value).or_else(|| value.as_str()?.parse().ok());
            number.and_then(|number| u64::try_from(number).ok()).map(Some).ok_or_else(|| {
                D::Error::custom(format!("`{name}` must be a whole number of 0 to {}", i64::MAX))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_number_may_have_a_decimal_point() {
        for (value, number) in [
            (json!(13), Some(13)),
            (json!(-13.0), Some(-13)),
            (json!(i64::MAX), Some(i64::MAX)),
            (json!(u64::MAX), None),
            (json!(1e300), None),
            (json!(2.5), None),
            (json!("13"), None),
        ] {
            assert_eq!(whole(&value), number, "{value}");
        }
    }
}
