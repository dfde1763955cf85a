//! Generated texts.

use super::{Generator, Kind, salt};
use crate::demo::rng::Rng;
use crate::demo::text::{Block, Inline, Text};

const VERBS: &[&str] = &[
    "Add",
    "Fix",
    "Remove",
    "Rework",
    "Document",
    "Speed up",
    "Test",
    "Migrate",
    "Simplify",
    "Review",
    "Überarbeite",
    "Corriger",
    "Validate",
    "Cache",
    "Translate",
    "Harden",
];
const THINGS: &[&str] = &[
    "checkout form",
    "login page",
    "invoice export",
    "search index",
    "webhook retries",
    "push notifications",
    "price rounding",
    "order history",
    "session timeout",
    "file upload",
    "audit trail",
    "data import",
    "rate limiter",
    "e-mail templates",
    "dark mode",
    "address lookup",
    "currency table",
    "feature flags",
    "backup job",
    "image pipeline",
    "支払い画面",
    "Größentabelle",
    "user settings",
    "API pagination",
];
const TAILS: &[&str] = &[
    "for guest customers",
    "on slow networks",
    "in the nightly job",
    "after the upgrade",
    "when the cart is empty",
    "with more than 1,000 rows",
    "for the EU region",
    "behind a proxy",
    "on Safari",
    "before the launch",
    "🚀",
    "(part 2)",
    "\"as designed\"",
    "& friends",
    "<script>alert(1)</script>",
    "à la carte",
];
const SENTENCES: &[&str] = &[
    "The customer reported this twice last week.",
    "It happens only when two tabs are open.",
    "We agreed to ship the small version first.",
    "The numbers in the report do not add up.",
    "Steps are below; a recording is attached.",
    "Please check with the people in support before closing.",
    "Works on staging, fails in production.",
    "This blocks the release.",
    "Nobody has seen it since the last deploy.",
    "Die Ursache liegt vermutlich im Zwischenspeicher.",
    "お客様に確認してください。",
    "Voilà, c'est réparé 🎉",
    "The query takes 4.2 s at the 95th percentile.",
    "I'd rather not touch this before Friday.",
    "C:\\temp\\logs hold the traces, see line 42.",
    "Let us measure before we change anything.",
];
const LABELS: &[&str] = &[
    "backend",
    "frontend",
    "regression",
    "customer-reported",
    "tech-debt",
    "needs-design",
    "quick-win",
    "performance",
    "sécurité",
    "日本語",
    "a11y",
    "docs",
];
const EMOJI: &[(&str, &str)] = &[("thumbsup", "👍"), ("bug", "🐛"), ("eyes", "👀")];

impl Generator {
    pub(crate) fn summary(&self, project: usize, number: u64, kind: Kind) -> String {
        let mut rng = Rng::of(self.seed, salt::SUMMARY, project as u64, number);
        if kind == Kind::Epic {
            return format!(
                "{} {}",
                capital(rng.pick(THINGS)),
                rng.pick(&["2.0", "revamp", "everywhere", "– Phase II"])
            );
        }
        format!("{} {} {}", rng.pick(VERBS), rng.pick(THINGS), rng.pick(TAILS))
    }
}

pub(super) fn labels(rng: &mut Rng) -> Vec<String> {
    let n = rng.index(4);
    rng.first_names(LABELS.len(), n).into_iter().map(|i| LABELS[i].to_owned()).collect()
}

pub(super) fn label(rng: &mut Rng) -> &'static str {
    rng.pick(LABELS)
}

pub(super) fn sentence(rng: &mut Rng) -> &'static str {
    rng.pick(SENTENCES)
}

/// A short text: one or two paragraphs.
pub(super) fn note(rng: &mut Rng, people: usize) -> Text {
    let mut inlines = vec![Inline::Plain(sentence(rng).to_owned())];
    match rng.below(8) {
        0 => inlines.extend([Inline::Plain(" cc ".to_owned()), Inline::Mention(rng.index(people))]),
        1 => inlines.extend([
            Inline::Plain(" See ".to_owned()),
            Inline::Link("the dashboard".to_owned(), "https://example.com/d?id=1&x=%C3%BC".to_owned()),
            Inline::Plain(".".to_owned()),
        ]),
        2 => {
            let (short, text) = EMOJI[rng.index(EMOJI.len())];
            inlines.extend([Inline::Plain(" ".to_owned()), Inline::Emoji(short, text)]);
        }
        3 => inlines.extend([Inline::Break, Inline::Strong(sentence(rng).to_owned())]),
        _ => {}
    }
    let mut blocks = vec![Block::Paragraph(inlines)];
    if rng.percent(20) {
        blocks.push(Block::Quote(sentence(rng).to_owned()));
        blocks.push(Block::Paragraph(vec![Inline::Plain(sentence(rng).to_owned())]));
    }
    Text(blocks)
}

/// A longer text with structure.
pub(super) fn article(rng: &mut Rng, people: usize) -> Text {
    let mut text = note(rng, people);
    if rng.percent(50) {
        text.0.push(Block::Heading(2, "Steps".to_owned()));
        text.0.push(Block::Bullets((0..2 + rng.below(3)).map(|_| sentence(rng).to_owned()).collect()));
    }
    if rng.percent(25) {
        let line = rng.below(900);
        text.0.push(Block::Code("java", format!("Exception in thread \"main\" NullPointerException\n\tat com.example.Cart.total(Cart.java:{line})")));
    }
    if rng.percent(10) {
        let rows = (0..2).map(|_| vec![rng.pick(THINGS).to_owned(), rng.below(500).to_string()]).collect();
        text.0.push(Block::Table(vec!["What", "ms"], rows));
    }
    if rng.percent(10) {
        text.0.push(Block::Rule);
        text.0.push(Block::Paragraph(vec![
            Inline::Strong("Out of scope: ".to_owned()),
            Inline::Plain(sentence(rng).to_owned()),
        ]));
    }
    text
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
