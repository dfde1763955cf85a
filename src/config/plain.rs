/// Removes what editors and shells add around a value: a byte order mark, whitespace, and the carriage return of a
/// Windows line.
pub(super) fn plain(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn surrounding_whitespace_and_byte_order_mark_are_removed() {
        assert_eq!(plain("\u{feff} in fo\r\n"), "in fo");
        assert_eq!(plain(" \r\n\u{feff}"), "");
    }
}
