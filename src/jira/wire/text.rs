//! Converts Jira's rich text to plain text.

mod adf;

use serde_json::Value;

/// The plain text of a description, comment or the like. An ADF document is rendered; wiki markup, which can be read
/// and searched as it is, only has its line ends normalised.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(markup) => markup.replace("\r\n", "\n").trim().to_owned(),
        Value::Null => String::new(),
        Value::Object(_) | Value::Array(_) => adf::plain(value),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn wiki_markup_is_kept() {
        assert_eq!(plain(&json!("h1. A\r\n* *b*\r\n\r\n")), "h1. A\n* *b*");
        assert_eq!(plain(&json!(null)), "");
        assert_eq!(plain(&json!(7)), "7");
    }
}
