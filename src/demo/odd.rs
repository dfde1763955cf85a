//! Content that no `serde_json` value can represent. Texts of the sample contain the placeholder characters below, which
//! are replaced when a response is encoded.

use axum::body::Bytes;

/// Stands for half of a surrogate pair, `\ud83d`, as in a truncated text.
pub const HALF_SURROGATE: char = '\u{E0D8}';
/// Stands for a byte that is invalid in UTF-8.
pub const NO_UTF8: char = '\u{E0FF}';

/// The first bytes of all placeholders.
const FIRST: [u8; 2] = [0xEE, 0x83];
const FILLER: char = '\u{E0C1}';
const NESTED: char = '\u{E0C2}';
const END: char = '\u{E0C0}';
const SENTENCE: &[u8] = b"Nobody knows why this text is so long. ";
const LEVEL: (&str, &str) = (r#"{"type":"bulletList","content":[{"type":"listItem","content":["#, "]}]}");
const INNERMOST: &str = r#"{"type":"paragraph","content":[{"type":"text","text":"deep down"}]}"#;

/// Stands for a text of this many bytes.
pub fn filler(bytes: u64) -> String {
    format!("{FILLER}{bytes}{END}")
}

/// A text that, as a complete JSON string, stands for ADF lists nested this many levels deep.
pub(super) fn nested(levels: u32) -> String {
    format!("{NESTED}{levels}{END}")
}

/// A body with its placeholders replaced.
pub(super) fn encode(body: Bytes) -> Bytes {
    let Some(mut at) = next(&body) else { return body };
    let mut out = Vec::with_capacity(body.len() + 1024);
    let mut rest: &[u8] = &body;
    loop {
        out.extend_from_slice(&rest[..at]);
        rest = written(&rest[at..], &mut out);
        match next(rest) {
            Some(found) => at = found,
            None => break,
        }
    }
    out.extend_from_slice(rest);
    out.into()
}

/// The position of the next placeholder.
fn next(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + bytes[from..].iter().position(|b| *b == FIRST[0])?;
        if bytes[at..].starts_with(&FIRST) && bytes.len() > at + 2 {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Writes what the placeholder at the start stands for; returns the rest.
fn written<'a>(bytes: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (sign, rest) = bytes.split_at(3);
    let is = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes() == sign;
    if is(HALF_SURROGATE) {
        out.extend_from_slice(br"\ud83d");
    } else if is(NO_UTF8) {
        out.push(0xFF);
    } else if is(FILLER) || is(NESTED) {
        let (number, rest) = number(rest);
        if is(FILLER) {
            out.extend(SENTENCE.iter().cycle().take(number));
            return rest;
        }
        // Without the quotes around it.
        out.pop();
        (0..number).for_each(|_| out.extend_from_slice(LEVEL.0.as_bytes()));
        out.extend_from_slice(INNERMOST.as_bytes());
        (0..number).for_each(|_| out.extend_from_slice(LEVEL.1.as_bytes()));
        return rest.get(1..).unwrap_or_default();
    } else {
        out.extend_from_slice(sign);
    }
    rest
}

/// The number before the end mark, and the rest.
fn number(bytes: &[u8]) -> (usize, &[u8]) {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = std::str::from_utf8(&bytes[..digits]).ok().and_then(|text| text.parse().ok());
    (number.unwrap_or_default(), bytes.get(digits + 3..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(text: &str) -> Vec<u8> {
        encode(text.to_owned().into()).to_vec()
    }

    #[test]
    fn placeholders_are_replaced() {
        assert_eq!(out("nothing \u{E000} 田"), "nothing \u{E000} 田".as_bytes());
        assert_eq!(out(&format!("\"cut {HALF_SURROGATE}\"")), br#""cut \ud83d""#);
        assert_eq!(out(&format!("a{NO_UTF8}{NO_UTF8}b")), b"a\xff\xffb");
        assert_eq!(out(&format!("[\"{}\"]", filler(1000))).len(), 1004);
        let deep = out(&format!("[\"{}\",1]", nested(2)));
        let value: serde_json::Value = serde_json::from_slice(&deep).unwrap();
        assert_eq!(value[0]["content"][0]["content"][0]["type"], "bulletList");
        assert_eq!(value[1], 1);
    }
}
