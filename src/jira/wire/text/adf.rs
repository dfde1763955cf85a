//! The Atlassian Document Format as plain text.
//!
//! Node types: <https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/>.

use chrono::DateTime;
use serde_json::Value;

/// The text of a node and all below it. Nodes of unknown type count for their children.
pub(super) fn plain(node: &Value) -> String {
    render(node).trim_matches('\n').to_owned()
}

fn render(node: &Value) -> String {
    match node["type"].as_str().unwrap_or_default() {
        "text" => text(node),
        "hardBreak" => "\n".to_owned(),
        "rule" => "---".to_owned(),
        "mention" => attribute(node, &["text", "id"]).map_or_else(String::new, at_sign),
        "emoji" => attribute(node, &["text", "shortName"]).unwrap_or_default(),
        "status" => attribute(node, &["text"]).unwrap_or_default(),
        "date" => attribute(node, &["timestamp"]).map_or_else(String::new, |timestamp| day(&timestamp)),
        "inlineCard" | "blockCard" | "embedCard" => attribute(node, &["url"]).unwrap_or_default(),
        "media" | "mediaInline" => attribute(node, &["alt"]).unwrap_or_default(),
        "paragraph" | "heading" | "codeBlock" | "caption" | "taskItem" | "decisionItem" => inline(node),
        "bulletList" | "decisionList" => items(node, |_, _| "- ".to_owned()),
        "orderedList" => {
            let first = node["attrs"]["order"].as_u64().unwrap_or(1);
            items(node, move |index, _| format!("{}. ", first + index as u64))
        }
        "taskList" => {
            items(
                node,
                |_, item| {
                    if item["attrs"]["state"] == "DONE" { "[x] ".to_owned() } else { "[ ] ".to_owned() }
                },
            )
        }
        "tableRow" => {
            children(node).map(|cell| render(cell).replace('\n', " ")).collect::<Vec<_>>().join(" | ")
        }
        "expand" | "nestedExpand" => {
            let title = attribute(node, &["title"]).filter(|title| !title.is_empty());
            title.into_iter().chain([blocks(node)]).collect::<Vec<_>>().join("\n")
        }
        _ => blocks(node),
    }
}

/// The text itself, and where it links to if the text does not say so.
fn text(node: &Value) -> String {
    let text = node["text"].as_str().unwrap_or_default();
    let marks = node["marks"].as_array().map_or(&[][..], Vec::as_slice);
    let link =
        marks.iter().filter(|mark| mark["type"] == "link").find_map(|mark| mark["attrs"]["href"].as_str());
    match link {
        Some(href) if href != text => format!("{text} ({href})"),
        _ => text.to_owned(),
    }
}

/// Children that stand one below the other, unless they are inline nodes.
fn blocks(node: &Value) -> String {
    let is_inline = |child: &Value| {
        let kind = child["type"].as_str().unwrap_or_default();
        matches!(
            kind,
            "text" | "hardBreak" | "mention" | "emoji" | "inlineCard" | "status" | "date" | "mediaInline"
        )
    };
    if children(node).any(is_inline) {
        return inline(node);
    }
    children(node).map(render).filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n")
}

fn inline(node: &Value) -> String {
    children(node).map(render).collect()
}

/// List items: each with its marker, further lines indented below it.
fn items(node: &Value, marker: impl Fn(usize, &Value) -> String) -> String {
    let lines = children(node).enumerate().map(|(index, item)| {
        let marker = marker(index, item);
        let indent = format!("\n{:width$}", "", width = marker.len());
        format!("{marker}{}", render(item).replace('\n', &indent))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn children(node: &Value) -> impl Iterator<Item = &Value> {
    let list = node.as_array().or_else(|| node["content"].as_array());
    list.into_iter().flatten()
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
mod tests {
    use serde_json::{Value, json};

    use super::plain;

    fn doc(content: Value) -> Value {
        json!({"type": "doc", "version": 1, "content": content})
    }

    fn paragraph(text: &str) -> Value {
        json!({"type": "paragraph", "content": [{"type": "text", "text": text}]})
    }

    #[test]
    fn every_kind_of_node_has_its_text() {
        let item = |content: Value| json!({"type": "listItem", "content": content});
        let document = doc(json!([
            {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": "Title"}]},
            {"type": "paragraph", "content": [
                {"type": "text", "text": "Hello "},
                {"type": "mention", "attrs": {"id": "5b1", "text": "@Ada"}},
                {"type": "text", "text": " "},
                {"type": "emoji", "attrs": {"shortName": ":smile:", "text": "😄"}},
                {"type": "hardBreak"},
                {"type": "text", "text": "see", "marks": [{"type": "strong"}, {"type": "link", "attrs": {"href": "https://x.example"}}]},
                {"type": "text", "text": " "},
                {"type": "inlineCard", "attrs": {"url": "https://y.example"}},
                {"type": "text", "text": " by "},
                {"type": "date", "attrs": {"timestamp": "1720051200000"}},
            ]},
            {"type": "bulletList", "content": [
                item(json!([paragraph("one"), {"type": "orderedList", "attrs": {"order": 3}, "content": [
                    item(json!([paragraph("deep")])), item(json!([paragraph("deeper")])),
                ]}])),
                item(json!([paragraph("two")])),
            ]},
            {"type": "codeBlock", "attrs": {"language": "rust"}, "content": [{"type": "text", "text": "fn a() {\n}"}]},
            {"type": "table", "content": [
                {"type": "tableRow", "content": [
                    {"type": "tableHeader", "content": [paragraph("a")]}, {"type": "tableHeader", "content": [paragraph("b")]},
                ]},
                {"type": "tableRow", "content": [
                    {"type": "tableCell", "content": [paragraph("1"), paragraph("2")]}, {"type": "tableCell", "content": []},
                ]},
            ]},
            {"type": "taskList", "content": [
                {"type": "taskItem", "attrs": {"state": "DONE"}, "content": [{"type": "text", "text": "done"}]},
                {"type": "taskItem", "attrs": {"state": "TODO"}, "content": [{"type": "text", "text": "open"}]},
            ]},
            {"type": "panel", "content": [paragraph("note")]},
            {"type": "expand", "attrs": {"title": "More"}, "content": [paragraph("inside")]},
            {"type": "rule"},
            {"type": "futureBlock", "content": [paragraph("kept")]},
        ]));
        let expected = "Title\nHello @Ada 😄\nsee (https://x.example) https://y.example by 2024-07-04\n\
                        - one\n  3. deep\n  4. deeper\n- two\nfn a() {\n}\na | b\n1 2 | \n[x] done\n[ ] open\n\
                        note\nMore\ninside\n---\nkept";
        assert_eq!(plain(&document), expected);
    }

    #[test]
    fn what_is_no_document_is_no_text() {
        for odd in
            [json!({}), json!([]), json!({"content": "x"}), json!({"type": 3, "content": [null, 1, "a"]})]
        {
            assert_eq!(plain(&odd), "", "{odd}");
        }
    }
}
