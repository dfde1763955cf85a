//! Reads the reasons from error bodies, which have many formats.

use serde_json::Value;

use crate::jira::wire::document;

/// Maximum length of a reason, in characters.
const MAX_LENGTH: usize = 300;
/// Maximum number of reasons.
const MAX_REASONS: usize = 8;

/// The reasons in an error body: from `{errorMessages, errors}`, RFC 7807, `{message}`, the title of an HTML page, or
/// plain text. Empty if there are none.
pub(crate) fn messages(body: &[u8]) -> Vec<String> {
    let found = match document::verbatim(body) {
        Ok(document) => from_json(&document.value),
        Err(_) => from_text(&String::from_utf8_lossy(body)),
    };
    let found = found.into_iter().map(|text| shorten(text.trim())).filter(|text| !text.is_empty());
    found.take(MAX_REASONS).collect()
}

/// Whether an error body is an `ErrorCollection`, the format in the OpenAPI description of Jira's REST API.
pub(crate) fn is_jira_format(body: &[u8]) -> bool {
    let has = |value: &Value| value.get("errorMessages").is_some() || value.get("errors").is_some();
    document::verbatim(body).is_ok_and(|document| has(&document.value))
}

fn from_json(value: &Value) -> Vec<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut found: Vec<String> = Vec::new();
    for member in ["errorMessages", "errors"] {
        match value.get(member) {
            Some(Value::Array(items)) => found.extend(items.iter().map(plain)),
            Some(Value::Object(fields)) => {
                found.extend(fields.iter().map(|(field, reason)| format!("{field}: {}", plain(reason))));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        found.extend(
            [text("title"), text("detail"), text("message"), text("errorMessage")].into_iter().flatten(),
        );
        found.dedup();
    }
    found
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            members.get("message").and_then(Value::as_str).map_or_else(|| value.to_string(), str::to_owned)
        }
        other => other.to_string(),
    }
}

fn from_text(text: &str) -> Vec<String> {
    let text = text.trim();
    if !text.starts_with('<') {
        return vec![text.to_owned()];
    }
    let lower = text.to_ascii_lowercase();
    let between = |open: &str, close: &str| {
        let start = lower.find(open)? + open.len();
        let start = start + lower[start..].find('>')? + 1;
        let end = start + lower[start..].find(close)?;
        Some(text[start..end].split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let title = between("<title", "</title").or_else(|| between("<h1", "</h1"));
    vec![title.map_or_else(|| "an HTML page".to_owned(), |title| format!("an HTML page, \"{title}\""))]
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::messages;

    #[test]
    fn reasons_are_read_from_every_format() {
        let cases: [(&str, &[&str]); 10] = [
            (
                r#"{"errorMessages":["The value 'X' does not exist for the field 'project'."],"errors":{}}"#,
                &["The value 'X' does not exist for the field 'project'."],
            ),
            (
                r#"{"errorMessages":[],"errors":{"jql":"is unbounded","x":{"message":"no"}}}"#,
                &["jql: is unbounded", "x: no"],
            ),
            (
                r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"No licence."}"#,
                &["Forbidden", "No licence."],
            ),
            (
                r#"{"message":"Client must be authenticated","status-code":401}"#,
                &["Client must be authenticated"],
            ),
            (
                "<html><head><title>\n Log in - Jira </title></head></html>",
                &["an HTML page, \"Log in - Jira\""],
            ),
            ("<!DOCTYPE html><body><h1 class=x>502 Bad Gateway</h1>", &["an HTML page, \"502 Bad Gateway\""]),
            ("<html>", &["an HTML page"]),
            ("upstream connect error", &["upstream connect error"]),
            ("", &[]),
            (r#"{"errorMessages":null,"errors":null}"#, &[]),
        ];
        for (body, expected) in cases {
            assert_eq!(messages(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn invalid_texts_are_read_as_far_as_possible() {
        assert_eq!(messages(br#"{"errorMessages":["cut \ud83d"]}"#), ["cut \u{FFFD}"]);
        assert_eq!(messages(b"\xef\xbb\xbf{\"message\":\"caf\xe9\"}"), ["caf\u{FFFD}"]);
        assert_eq!(messages("[".repeat(100_000).as_bytes())[0].chars().count(), 301);
        assert_eq!(
            messages(format!(r#"{{"errorMessages":[{}"x"]}}"#, r#""y","#.repeat(999)).as_bytes()),
            ["y"; 8]
        );
    }

    #[test]
    fn long_text_is_shortened() {
        let long = messages("ä".repeat(5000).as_bytes());
        assert_eq!(long[0].chars().count(), 301);
    }
}
