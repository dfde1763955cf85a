//! The text of a cron expression, field by field.

use std::fmt;

use croner::errors::CronError as CronerError;
use croner::parser::CronParser;

/// What a field allows.
struct Rule {
    name: &'static str,
    first: u16,
    /// The last value of an open step such as `5/15`.
    last: u16,
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fn rule(name: &'static str, first: u16, last: u16, names: &'static [&'static str]) -> Rule {
    Rule { name, first, last, names }
}

const RULES: [Rule; 7] = [
    rule("second", 0, 59, &[]),
    rule("minute", 0, 59, &[]),
    rule("hour", 0, 23, &[]),
    rule("day of month", 1, 31, &[]),
    rule("month", 1, 12, MONTHS),
    rule("day of week", 0, 6, WEEKDAYS),
    rule("year", 1, 5000, &[]),
];
const WEEKDAY: usize = 5;

/// The specification has them in lower case only; `@midnight` is from Vixie cron.
const MACROS: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// The fields in strict form. Their text is the canonical expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fields {
    /// From second to year; the second is `0` and the year `*` if they were not given.
    all: [String; 7],
    /// How many were given.
    given: usize,
    warnings: Vec<String>,
}

impl Fields {
    /// Splits an expression and brings its fields into strict form. The error is the reason, for a message.
    pub(super) fn read(expression: &str) -> Result<Self, String> {
        let expanded = match expression.trim() {
            named if named.starts_with('@') => expand(named)?,
            plain => plain,
        };
        let texts: Vec<&str> = expanded.split_whitespace().collect();
        let first = match texts.len() {
            5 => 1,
            6 | 7 => 0,
            count => {
                return Err(format!(
                    "it has {count} fields; write five (minute, hour, day of month, month, day of week), \
                     six with leading seconds, or seven with a trailing year"
                ));
            }
        };
        let mut fields = Self {
            all: ["0", "*", "*", "*", "*", "*", "*"].map(str::to_owned),
            given: texts.len(),
            warnings: Vec::new(),
        };
        for (index, text) in (first..).zip(texts) {
            fields.all[index] = strict(index, text, &mut fields.warnings)?;
        }
        Ok(fields)
    }

    pub(super) fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Whether second, minute and hour are plain numbers or lists of them.
    pub(super) fn fixed_time(&self) -> bool {
        let plain = |text: &String| text.bytes().all(|c| c.is_ascii_digit() || c == b',');
        self.all[..3].iter().all(plain)
    }

    /// The reason for croner's error: the field that it refuses, with what is allowed there.
    pub(super) fn explain(&self, parser: &CronParser, error: &CronerError) -> String {
        let refused = (0..7).find(|&index| {
            let mut probe = ["0", "*", "*", "*", "*", "*", "*"];
            probe[index] = &self.all[index];
            parser.parse(&probe.join(" ")).is_err()
        });
        match refused {
            Some(index) => RULES[index].refuse(&self.all[index]),
            None => error.to_string(),
        }
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self.given {
            5 => &self.all[1..6],
            6 => &self.all[..6],
            _ => &self.all[..],
        };
        f.write_str(&shown.join(" "))
    }
}

impl Rule {
    fn refuse(&self, text: &str) -> String {
        let names = match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        format!(
            "{} `{text}` is not understood; allowed are {} to {}{names}, lists (1,2), rising ranges (1-5) \
             and steps (*/2, 1-5/2)",
            self.name, self.first, self.last
        )
    }

    /// Letters must be a whole name of this field. croner replaces names inside longer words, and in every field: it
    /// would read `JAN2` as December.
    fn is_name_or_number(&self, token: &str) -> bool {
        let is_name = |word: &str| self.names.contains(&word);
        let modifier = token.bytes().all(|c| c.is_ascii_digit() || b"LW".contains(&c));
        !token.contains(|c: char| c.is_alphabetic())
            || modifier
            || is_name(token)
            || token.strip_suffix('L').is_some_and(is_name)
    }
}

fn expand(name: &str) -> Result<&'static str, String> {
    if name.starts_with("@every") {
        return Err("`@every` is not cron; use a schedule with an interval".to_owned());
    }
    MACROS.iter().find(|(known, _)| *known == name).map(|(_, fields)| *fields).ok_or_else(|| {
        let known = MACROS.map(|(known, _)| known).join(", ");
        format!("the macros are {known}, in lower case and alone")
    })
}

/// One field in strict form.
fn strict(index: usize, text: &str, warnings: &mut Vec<String>) -> Result<String, String> {
    let rule = &RULES[index];
    let upper = text.to_uppercase();
    if upper == "?" && (index == 3 || index == WEEKDAY) {
        return Ok("*".to_owned());
    }
    let (both_days, list) = match upper.strip_prefix('+') {
        Some(rest) if index == WEEKDAY => ("+", rest),
        _ => ("", upper.as_str()),
    };
    let mut items = Vec::new();
    for item in list.split(',') {
        if item.is_empty() {
            warnings.push(format!("{} `{text}` has an empty place in its list", rule.name));
        } else {
            items.push(strict_item(rule, item, warnings)?);
        }
    }
    if items.is_empty() {
        return Err(format!("{} `{text}` names no value", rule.name));
    }
    Ok(format!("{both_days}{}", items.join(",")))
}

/// One item of a field's list.
fn strict_item(rule: &Rule, item: &str, warnings: &mut Vec<String>) -> Result<String, String> {
    if !item.split(['-', '/', '#']).all(|token| rule.is_name_or_number(token)) {
        return Err(rule.refuse(item));
    }
    let Some((base, step)) = item.split_once('/') else {
        return Ok(item.to_owned());
    };
    if step.parse::<u16>().is_ok_and(|step| step > rule.last - rule.first) {
        warnings.push(format!(
            "{} `{item}`: the step reaches past {}, so only the first value fires",
            rule.name, rule.last
        ));
    }
    let single = !base.is_empty() && base != "*" && !base.contains('-');
    if single { Ok(format!("{base}-{}/{step}", rule.last)) } else { Ok(item.to_owned()) }
}
