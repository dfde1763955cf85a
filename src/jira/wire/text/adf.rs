//! Converts the Atlassian Document Format to plain text.
//!
//! Node types: <https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/>.

use chrono::DateTime;
use serde_json::Value;

/// The text of a node and its descendants. Nodes of unknown types contribute their text and their children.
pub(super) fn plain(root: &Value) -> String {
    // With an explicit stack: pasted content may be nested hundreds of levels deep.
    let mut open = vec![Open::new(root)];
    let mut finished = String::new();
    while let Some(top) = open.last_mut() {
        if let Some(child) = top.children.next() {
            open.push(Open::new(child));
        } else if let Some(Open { node, texts, .. }) = open.pop() {
            let text = linked(node, assemble(node, &texts));
            match open.last_mut() {
                Some(parent) => parent.texts.push(text),
                None => finished = text,
            }
        }
    }
    finished.trim_matches('\n').to_owned()
}

/// A node with children that are not rendered yet.
struct Open<'a> {
    node: &'a Value,
    children: std::slice::Iter<'a, Value>,
    /// The texts of the children so far.
    texts: Vec<String>,
}

impl<'a> Open<'a> {
    fn new(node: &'a Value) -> Self {
        Self { node, children: children(node).iter(), texts: Vec::new() }
    }
}

/// The text of a node, composed of the texts of its children.
fn assemble(node: &Value, texts: &[String]) -> String {
    match kind(node) {
        "text" => node["text"].as_str().unwrap_or_default().to_owned(),
        "hardBreak" => "\n".to_owned(),
        "rule" => "---".to_owned(),
        "mention" => attribute(node, &["text", "id"]).map_or_else(String::new, at_sign),
        "emoji" => attribute(node, &["text", "shortName", "fallback"]).unwrap_or_default(),
        "date" => attribute(node, &["timestamp"]).map_or_else(String::new, |timestamp| day(&timestamp)),
        "inlineCard" | "blockCard" | "embedCard" => card(&node["attrs"]),
        "media" | "mediaInline" | "image" => attribute(node, &["alt", "url", "src"]).unwrap_or_default(),
        "paragraph" | "heading" | "codeBlock" | "caption" | "taskItem" | "decisionItem" => texts.concat(),
        "bulletList" | "decisionList" => items(node, texts, |_, _| "- ".to_owned()),
        "orderedList" => {
            let first = node["attrs"]["order"].as_u64().unwrap_or(1);
            items(node, texts, move |index, _| format!("{}. ", first.saturating_add(index as u64)))
        }
        "taskList" => items(node, texts, |_, item| {
            if item["attrs"]["state"] == "DONE" { "[x] ".to_owned() } else { "[ ] ".to_owned() }
        }),
        "tableRow" => texts.iter().map(|cell| cell.replace('\n', " ")).collect::<Vec<_>>().join(" | "),
        _ => titled(node, blocks(node, texts)),
    }
}

/// The text, and the address that the node links to, unless the text contains it.
fn linked(node: &Value, text: String) -> String {
    let marks = node["marks"].as_array().map_or(&[][..], Vec::as_slice);
    let link =
        marks.iter().filter(|mark| mark["type"] == "link").find_map(|mark| mark["attrs"]["href"].as_str());
    with_address(text, link)
}

fn with_address(text: String, address: Option<&str>) -> String {
    match address {
        Some(address) if text.is_empty() => address.to_owned(),
        Some(address) if address != text => format!("{text} ({address})"),
        _ => text,
    }
}

/// A link with a preview: its address, or else the name and address in its JSON-LD.
fn card(attributes: &Value) -> String {
    let data = &attributes["data"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match attributes["url"].as_str() {
        Some(url) => url.to_owned(),
        None => with_address(text(&data["name"]), data["url"].as_str()),
    }
}

/// Puts the text in the attributes of expandable panels, macros, status labels and placeholders above the rest.
fn titled(node: &Value, rest: String) -> String {
    match attribute(node, &["title", "text"]) {
        Some(title) if rest.is_empty() => title,
        Some(title) => format!("{title}\n{rest}"),
        None => rest,
    }
}

/// The children, each on its own line unless they are inline nodes.
fn blocks(node: &Value, texts: &[String]) -> String {
    if children(node).iter().any(is_inline) {
        return texts.concat();
    }
    texts.iter().map(String::as_str).filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_inline(node: &Value) -> bool {
    matches!(
        kind(node),
        "text"
            | "hardBreak"
            | "mention"
            | "emoji"
            | "inlineCard"
            | "status"
            | "date"
            | "mediaInline"
            | "inlineExtension"
            | "placeholder"
    )
}

/// List items, each with its marker and with further lines indented. A list among the items is indented.
fn items(list: &Value, texts: &[String], marker: impl Fn(usize, &Value) -> String) -> String {
    let lines = children(list).iter().zip(texts).enumerate().map(|(index, (item, text))| {
        let marker = marker(index, item);
        let space = " ".repeat(marker.len());
        let marker = if kind(item) == kind(list) { &space } else { &marker };
        format!("{marker}{}", text.replace('\n', &format!("\n{space}")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn kind(node: &Value) -> &str {
    node["type"].as_str().unwrap_or_default()
}

fn children(node: &Value) -> &[Value] {
    node.as_array().or_else(|| node["content"].as_array()).map_or(&[], Vec::as_slice)
}

fn attribute(node: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match &node["attrs"][name] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn at_sign(name: String) -> String {
    if name.starts_with('@') { name } else { format!("@{name}") }
}

/// Milliseconds since 1970 as a day.
fn day(timestamp: &str) -> String {
    let moment = timestamp.parse().ok().and_then(DateTime::from_timestamp_millis);
    moment.map_or_else(|| timestamp.to_owned(), |moment| moment.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests;
