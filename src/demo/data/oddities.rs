//! Unusual texts and times of realistic sites.

use super::{Generator, salt};
use crate::demo::odd::{HALF_SURROGATE, NO_UTF8};
use crate::demo::rng::Rng;
use crate::demo::text::{Block, Inline, Text};

/// One text in this many is unusual.
const ONE_OF: u64 = 40;
/// Nesting of the deepest lists: more levels than JSON parsers allow by default.
const DEEPEST: u32 = 40;
/// Times of imported worklogs are rounded to this many milliseconds.
const ROUNDING: i64 = 600_000;

impl Generator {
    /// A name or title, occasionally an unusual one.
    pub(super) fn odd_name(&self, name: &str, id: u64) -> String {
        match self.oddity(id) {
            Some(odd) => format!("{name} {odd}"),
            None => name.to_owned(),
        }
    }

    /// The same for a text.
    pub(super) fn odd(&self, mut text: Text, id: u64) -> Text {
        if let Some(odd) = self.oddity(id) {
            text.0.push(Block::Paragraph(vec![Inline::Plain(odd)]));
        }
        text
    }

    /// The same for a text that may also be nested deeply.
    pub(super) fn odd_article(&self, mut text: Text, id: u64) -> Text {
        if self.realistic && Rng::of(self.seed, salt::ODD, id, 1).below(ONE_OF) == 0 {
            text.0.push(Block::Nested(DEEPEST));
        }
        self.odd(text, id)
    }

    /// A time that many entries share on a realistic site, not before `from`.
    pub(super) fn coarse(&self, at: i64, from: i64) -> i64 {
        if self.realistic { (at - at.rem_euclid(ROUNDING)).max(from) } else { at }
    }

    fn oddity(&self, id: u64) -> Option<String> {
        let mut rng = Rng::of(self.seed, salt::ODD, id, 0);
        if !self.realistic || rng.below(ONE_OF) > 0 {
            return None;
        }
        Some(match rng.below(6) {
            0 => format!("cut {HALF_SURROGATE}"),
            1 => format!("caf{NO_UTF8} {NO_UTF8}{NO_UTF8}"),
            2 => "zero \u{0} byte".to_owned(),
            3 => "\u{FEFF}mark".to_owned(),
            4 => "\u{202E}sdrawkcab e\u{301}\u{301}".to_owned(),
            _ => "\u{1}\u{7F}\u{FFFE} 🏳️‍🌈".to_owned(),
        })
    }
}
