/// The text without what editors and shells leave round a value: a byte order mark, blanks, and the carriage return of
/// a Windows line.
pub(super) fn plain(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_stands_round_a_value_is_left_out() {
        assert_eq!(plain("\u{feff} in fo\r\n"), "in fo");
        assert_eq!(plain(" \r\n\u{feff}"), "");
    }
}
