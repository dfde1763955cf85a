//! Rich text, rendered as Atlassian Document Format (Cloud, version 3) or as wiki markup.

use serde_json::{Value, json};

use super::odd;

/// A text, made of blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Text(pub(crate) Vec<Block>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Paragraph(Vec<Inline>),
    Heading(u8, String),
    Bullets(Vec<String>),
    Code(&'static str, String),
    Quote(String),
    Rule,
    /// Lists nested this many levels deep.
    Nested(u32),
    /// A header row and rows.
    Table(Vec<&'static str>, Vec<Vec<String>>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inline {
    Plain(String),
    Strong(String),
    Link(String, String),
    /// Index of a person.
    Mention(usize),
    Emoji(&'static str, &'static str),
    Break,
}

/// Returns the (account id or user name, display name) of a mentioned user.
pub(crate) type Names<'a> = &'a dyn Fn(usize) -> (String, String);

impl Text {
    /// A text with one paragraph per line.
    pub(crate) fn plain(text: &str) -> Self {
        Self(text.lines().map(|line| Block::Paragraph(vec![Inline::Plain(line.to_owned())])).collect())
    }

    /// As an ADF document.
    pub(crate) fn adf(&self, names: Names<'_>) -> Value {
        let content: Vec<Value> = self.0.iter().map(|b| block_adf(b, names)).collect();
        json!({"type": "doc", "version": 1, "content": content})
    }

    /// As wiki markup.
    pub(crate) fn wiki(&self, names: Names<'_>) -> String {
        self.0.iter().map(|b| block_wiki(b, names)).collect::<Vec<_>>().join("\n\n")
    }
}

fn plain(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

fn paragraph(text: &str) -> Value {
    json!({"type": "paragraph", "content": [plain(text)]})
}

fn block_adf(block: &Block, names: Names<'_>) -> Value {
    match block {
        Block::Paragraph(inlines) => {
            let content: Vec<Value> = inlines.iter().map(|i| inline_adf(i, names)).collect();
            json!({"type": "paragraph", "content": content})
        }
        Block::Heading(level, text) => {
            json!({"type": "heading", "attrs": {"level": level}, "content": [plain(text)]})
        }
        Block::Bullets(items) => {
            let items: Vec<Value> =
                items.iter().map(|i| json!({"type": "listItem", "content": [paragraph(i)]})).collect();
            json!({"type": "bulletList", "content": items})
        }
        Block::Code(language, text) => {
            json!({"type": "codeBlock", "attrs": {"language": language}, "content": [plain(text)]})
        }
        Block::Quote(text) => json!({"type": "blockquote", "content": [paragraph(text)]}),
        Block::Rule => json!({"type": "rule"}),
        Block::Nested(levels) => odd::nested(*levels).into(),
        Block::Table(head, rows) => {
            let head: Vec<Value> = head
                .iter()
                .map(|c| json!({"type": "tableHeader", "attrs": {}, "content": [paragraph(c)]}))
                .collect();
            let mut all = vec![json!({"type": "tableRow", "content": head})];
            for row in rows {
                let cells: Vec<Value> = row
                    .iter()
                    .map(|c| json!({"type": "tableCell", "attrs": {}, "content": [paragraph(c)]}))
                    .collect();
                all.push(json!({"type": "tableRow", "content": cells}));
            }
            json!({"type": "table", "attrs": {"isNumberColumnEnabled": false, "layout": "default"}, "content": all})
        }
    }
}

fn inline_adf(inline: &Inline, names: Names<'_>) -> Value {
    match inline {
        Inline::Plain(text) => plain(text),
        Inline::Strong(text) => json!({"type": "text", "text": text, "marks": [{"type": "strong"}]}),
        Inline::Link(text, url) => {
            json!({"type": "text", "text": text, "marks": [{"type": "link", "attrs": {"href": url}}]})
        }
        Inline::Mention(person) => {
            let (id, name) = names(*person);
            json!({"type": "mention", "attrs": {"id": id, "text": format!("@{name}"), "accessLevel": ""}})
        }
        Inline::Emoji(short, text) => {
            json!({"type": "emoji", "attrs": {"shortName": format!(":{short}:"), "id": short, "text": text}})
        }
        Inline::Break => json!({"type": "hardBreak"}),
    }
}

fn block_wiki(block: &Block, names: Names<'_>) -> String {
    match block {
        Block::Paragraph(inlines) => inlines.iter().map(|i| inline_wiki(i, names)).collect(),
        Block::Heading(level, text) => format!("h{level}. {text}"),
        Block::Bullets(items) => items.iter().map(|i| format!("* {i}")).collect::<Vec<_>>().join("\n"),
        Block::Code(language, text) => format!("{{code:{language}}}\n{text}\n{{code}}"),
        Block::Quote(text) => format!("{{quote}}{text}{{quote}}"),
        Block::Rule => "----".to_owned(),
        Block::Nested(levels) => format!("{} deep down", "*".repeat(*levels as usize)),
        Block::Table(head, rows) => {
            let mut lines = vec![format!("||{}||", head.join("||"))];
            lines.extend(rows.iter().map(|row| format!("|{}|", row.join("|"))));
            lines.join("\n")
        }
    }
}

fn inline_wiki(inline: &Inline, names: Names<'_>) -> String {
    match inline {
        Inline::Plain(text) => text.clone(),
        Inline::Strong(text) => format!("*{text}*"),
        Inline::Link(text, url) => format!("[{text}|{url}]"),
        Inline::Mention(person) => format!("[~{}]", names(*person).0),
        Inline::Emoji(_, text) => (*text).to_owned(),
        Inline::Break => "\n".to_owned(),
    }
}
