//! Splits JQL into tokens.

use std::iter::Peekable;
use std::str::CharIndices;

/// A token and its position, in characters from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Word(String),
    Quoted(String),
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `~`, `!~`, `(`, `)`, `,`.
    Sign(&'static str),
}

const SIGNS: [&str; 11] = ["!=", "!~", "<=", ">=", "=", "<", ">", "~", "(", ")", ","];
const RESERVED: &str = "{}*/%+$#@?;[]^`|&\\!";

pub(super) fn lex(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(byte, c)) = chars.peek() {
        let at = text[..byte].chars().count() + 1;
        let kind = if c.is_whitespace() {
            chars.next();
            continue;
        } else if c == '"' || c == '\'' {
            chars.next();
            Kind::Quoted(quoted(&mut chars, c, at)?)
        } else if let Some(sign) = SIGNS.iter().find(|s| text[byte..].starts_with(**s)) {
            chars.nth(sign.len() - 1);
            Kind::Sign(sign)
        } else {
            Kind::Word(word(&mut chars, at)?)
        };
        tokens.push(Token { kind, at });
    }
    Ok(tokens)
}

fn word(chars: &mut Peekable<CharIndices<'_>>, at: usize) -> Result<String, String> {
    let mut word = String::new();
    while let Some(&(_, c)) = chars.peek() {
        if c.is_whitespace() || "\"'=<>~(),".contains(c) {
            break;
        }
        if RESERVED.contains(c) {
            return Err(format!(
                "Error in the JQL Query: The character '{c}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u{:04x}' instead. (line 1, character {})",
                c as u32,
                at + word.chars().count()
            ));
        }
        word.push(c);
        chars.next();
    }
    Ok(word)
}

fn quoted(chars: &mut Peekable<CharIndices<'_>>, quote: char, at: usize) -> Result<String, String> {
    let mut text = String::new();
    while let Some((_, c)) = chars.next() {
        match c {
            c if c == quote => return Ok(text),
            '\\' => text.push(escape(chars, at)?),
            c => text.push(c),
        }
    }
    Err(format!(
        "Error in the JQL Query: The quoted string '{text}' has not been completed. (line 1, character {at})"
    ))
}

fn escape(chars: &mut Peekable<CharIndices<'_>>, at: usize) -> Result<char, String> {
    let illegal = |c: &str| {
        format!(
            "Error in the JQL Query: '\\{c}' is an illegal JQL escape sequence. The valid escape sequences are \\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX. (line 1, character {at})"
        )
    };
    match chars.next().map(|(_, c)| c) {
        Some('n') => Ok('\n'),
        Some('t') => Ok('\t'),
        Some('r') => Ok('\r'),
        Some(c @ ('"' | '\'' | '\\' | ' ')) => Ok(c),
        Some('u') => {
            let hex: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
            let code = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
            code.ok_or_else(|| illegal(&format!("u{hex}")))
        }
        Some(c) => Err(illegal(&c.to_string())),
        None => Err(illegal("")),
    }
}
