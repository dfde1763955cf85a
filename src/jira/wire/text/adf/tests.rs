use serde_json::{Value, json};

use super::plain;

fn doc(content: Value) -> Value {
    json!({"type": "doc", "version": 1, "content": content})
}

fn paragraph(text: &str) -> Value {
    json!({"type": "paragraph", "content": [{"type": "text", "text": text}]})
}

#[test]
fn every_node_type_is_rendered() {
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
fn texts_in_attributes_are_kept() {
    let cases = [
        (json!({"type": "inlineCard", "attrs": {"data": {"url": "https://x.example"}}}), "https://x.example"),
        (
            json!({"type": "blockCard", "attrs": {"data": {"url": "https://x.example", "name": "Plan"}}}),
            "Plan (https://x.example)",
        ),
        (
            json!({"type": "embedCard", "attrs": {"url": "https://y.example", "data": {"url": "z"}}}),
            "https://y.example",
        ),
        (json!({"type": "extension", "attrs": {"extensionKey": "toc", "text": "Contents"}}), "Contents"),
        (
            json!({"type": "bodiedExtension", "attrs": {"text": "Details"}, "content": [paragraph("inside")]}),
            "Details\ninside",
        ),
        (
            json!({"type": "paragraph", "content": [
                {"type": "text", "text": "due "}, {"type": "inlineExtension", "attrs": {"text": "soon"}},
                {"type": "text", "text": ", "}, {"type": "placeholder", "attrs": {"text": "say why"}},
                {"type": "text", "text": " "}, {"type": "status", "attrs": {"text": "OPEN", "color": "blue"}},
                {"type": "emoji", "attrs": {"fallback": "?"}},
            ]}),
            "due soon, say why OPEN?",
        ),
        (json!({"type": "nestedExpand", "attrs": {"title": "More"}, "content": [paragraph("x")]}), "More\nx"),
        (
            json!({"type": "mediaSingle", "marks": [{"type": "link", "attrs": {"href": "https://z.example"}}], "content": [
                {"type": "media", "attrs": {"alt": "a chart"}},
                {"type": "caption", "content": [{"type": "text", "text": "Sales"}]},
            ]}),
            "a chart\nSales (https://z.example)",
        ),
        (
            json!({"type": "media", "attrs": {"type": "external", "url": "https://p.example/a.png"}}),
            "https://p.example/a.png",
        ),
        (
            json!({"type": "layoutSection", "content": [
                {"type": "layoutColumn", "attrs": {"width": 50}, "content": [paragraph("left")]},
                {"type": "layoutColumn", "attrs": {"width": 50}, "content": [paragraph("right")]},
            ]}),
            "left\nright",
        ),
        (
            json!({"type": "taskList", "content": [
                {"type": "taskItem", "attrs": {"state": "DONE"}, "content": [{"type": "text", "text": "a"}]},
                {"type": "taskList", "content": [
                    {"type": "taskItem", "attrs": {"state": "TODO"}, "content": [{"type": "text", "text": "b"}]},
                ]},
                {"type": "blockTaskItem", "attrs": {"state": "TODO"}, "content": [paragraph("c")]},
            ]}),
            "[x] a\n    [ ] b\n[ ] c",
        ),
        (
            json!({"type": "decisionList", "content": [
                {"type": "decisionItem", "attrs": {"state": "DECIDED"}, "content": [{"type": "text", "text": "yes"}]},
            ]}),
            "- yes",
        ),
        (
            json!({"type": "orderedList", "attrs": {"order": u64::MAX}, "content": [paragraph("a"), paragraph("b")]}),
            "18446744073709551615. a\n18446744073709551615. b",
        ),
    ];
    for (node, expected) in cases {
        assert_eq!(plain(&doc(json!([node]))), expected, "{node}");
    }
}

#[test]
fn other_values_have_no_text() {
    for odd in [json!({}), json!([]), json!({"content": "x"}), json!({"type": 3, "content": [null, 1, "a"]})]
    {
        assert_eq!(plain(&odd), "", "{odd}");
    }
}
