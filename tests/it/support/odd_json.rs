//! The odd answers of a realistic sample Jira, read by none of the product's code.

use serde_json::Value;

/// An answer in which everything that no database can hold is U+FFFD, and the text of lists within lists stands alone:
/// those are deeper than serde_json reads.
pub(crate) fn readable(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body).replace("\\ud83d", "\u{FFFD}").replace("\\u0000", "\u{FFFD}");
    let (open, close) = (r#"{"type":"bulletList","content":[{"type":"listItem","content":["#, "]}]}");
    let text = text.replace(&open.repeat(DEEP), "").replace(&close.repeat(DEEP), "");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {} bytes", text.len()))
}

/// Lists within each other in the deepest texts of the sample Jira.
const DEEP: usize = 40;
