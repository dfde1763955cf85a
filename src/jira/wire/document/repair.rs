//! Repairs invalid texts: halves of surrogate pairs, and bytes that are not UTF-8.

/// Replaces each half of a surrogate pair, and bytes that are not UTF-8, in a quoted JSON text by U+FFFD.
pub(super) fn repair(token: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(token).into_owned().into_bytes();
    let mut at = 0;
    while at < text.len() {
        at += match (text[at], unit(&text, at)) {
            (_, Some(0xD800..=0xDBFF)) if matches!(unit(&text, at + 6), Some(0xDC00..=0xDFFF)) => 12,
            (_, Some(0xD800..=0xDFFF)) => {
                text[at + 2..at + 6].copy_from_slice(b"fffd");
                6
            }
            // The escaped character may itself be a backslash.
            (b'\\', _) => 2,
            _ => 1,
        };
    }
    text
}

/// The UTF-16 code unit of the escape sequence `\uXXXX` at `at`.
fn unit(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit * 16 + u16::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn only_what_is_invalid_is_replaced() {
        let cases: [(&[u8], &str); 12] = [
            (br#""cut \ud83d""#, r#""cut \ufffd""#),
            (br#""\uDE00 cut""#, r#""\ufffd cut""#),
            (br#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (br#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (br#""\ud83d\n\ude00""#, r#""\ufffd\n\ufffd""#),
            (br#""\\ud83d""#, r#""\\ud83d""#),
            (br#""\\\ud83d""#, r#""\\\ufffd""#),
            (br#""\ud83"#, r#""\ud83"#),
            (br#""\u00e9 \"x\"""#, r#""\u00e9 \"x\"""#),
            (b"\"caf\xe9\"", "\"caf\u{FFFD}\""),
            (b"\"\xe2\x82\"", "\"\u{FFFD}\""),
            ("\"ünchanged 😀\"".as_bytes(), "\"ünchanged 😀\""),
        ];
        for (token, expected) in cases {
            assert_eq!(String::from_utf8(repair(token)).unwrap(), expected);
        }
    }
}
