//! Search that ignores case, in all scripts. SQLite only knows the case of ASCII letters, and PostgreSQL only that of
//! its locale's letters, so each letter is searched for in all its forms.

use std::{collections::HashMap, sync::LazyLock};

use crate::store::Kind;

/// No key, summary or name is longer, and SQLite refuses the patterns of longer texts.
const MAX_CHARS: usize = 1000;

/// The last letter that has a case.
const LAST: char = '\u{1E943}';

/// How much of a value the text has to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Part {
    Any,
    All,
}

/// Whether a text is too long to be in any value.
pub(in crate::store) fn is_too_long(text: &str) -> bool {
    text.chars().count() > MAX_CHARS
}

/// The condition that a column equals or contains `text`, in any case, with one `$` for each of the returned values.
pub(in crate::store) fn condition(kind: Kind, column: &str, text: &str, part: Part) -> (String, Vec<String>) {
    let letters = pattern(kind, text, part);
    if kind == Kind::Postgres {
        return (format!("{column} ~ $"), vec![letters]);
    }
    // LIKE ignores the case of ASCII letters and is much faster than character classes, so it goes first.
    let like = format!("{column} like $ escape '!'");
    if text.is_ascii() {
        (like, vec![ascii_pattern(text, part)])
    } else {
        (format!("({like} and {column} glob $)"), vec![ascii_pattern(text, part), letters])
    }
}

/// A pattern for LIKE, in which a wildcard stands for each letter that is not ASCII.
fn ascii_pattern(text: &str, part: Part) -> String {
    let any = if part == Part::Any { "%" } else { "" };
    let letters: String = text
        .chars()
        .map(|c| match c {
            '!' | '%' | '_' => format!("!{c}"),
            c if c.is_ascii() => c.to_string(),
            _ => "_".to_owned(),
        })
        .collect();
    format!("{any}{letters}{any}")
}

/// A pattern of character classes, for GLOB or as a regular expression.
fn pattern(kind: Kind, text: &str, part: Part) -> String {
    let letters: String = text.chars().map(|c| forms(kind, c)).collect();
    match (kind, part) {
        (Kind::Sqlite, Part::Any) => format!("*{letters}*"),
        (Kind::Sqlite, Part::All) | (Kind::Postgres, Part::Any) => letters,
        (Kind::Postgres, Part::All) => format!("^{letters}$"),
    }
}

fn forms(kind: Kind, c: char) -> String {
    /// Every form of each letter that has several, by the form that [`folded`] returns.
    static FORMS: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
        let mut forms: HashMap<char, String> = HashMap::new();
        for c in '\0'..=LAST {
            forms.entry(folded(c)).or_default().push(c);
        }
        forms.retain(|_, letters| letters.chars().nth(1).is_some());
        forms
    });
    match (FORMS.get(&folded(c)), kind) {
        (Some(letters), _) => format!("[{letters}]"),
        (None, Kind::Sqlite) if matches!(c, '*' | '?' | '[') => format!("[{c}]"),
        (None, Kind::Postgres) if c.is_ascii() && !c.is_ascii_alphanumeric() => format!("\\{c}"),
        (None, _) => c.to_string(),
    }
}

/// The same character for all forms of a letter, as long as each form is a single character.
fn folded(c: char) -> char {
    let single = |mut letters: &mut dyn Iterator<Item = char>, or: char| {
        let first = (&mut letters).next().unwrap_or(or);
        if letters.next().is_some() { or } else { first }
    };
    let upper = single(&mut c.to_uppercase(), c);
    single(&mut upper.to_lowercase(), upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_searched_for_in_all_their_forms() {
        assert_eq!(pattern(Kind::Sqlite, "Öl?", Part::Any), "*[Öö][Ll][?]*");
        assert_eq!(pattern(Kind::Postgres, "öl.5", Part::All), "^[Öö][Ll]\\.5$");
        assert_eq!(pattern(Kind::Sqlite, "σ", Part::All), "[Σςσ]");
        assert_eq!(pattern(Kind::Sqlite, "ẞЖ", Part::All), "[ßẞ][Жж]");
        assert_eq!(
            condition(Kind::Sqlite, "c", "5% ö", Part::Any),
            (
                "(c like $ escape '!' and c glob $)".to_owned(),
                vec!["%5!% _%".to_owned(), "*5% [Öö]*".to_owned()]
            )
        );
    }
}
