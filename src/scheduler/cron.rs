//! Cron expressions according to the Open Cron Pattern Specification, in a time zone.
//!
//! Five fields (minute, hour, day of month, month, day of week), six with leading seconds, seven with a trailing year,
//! or a macro such as `@daily`. If both days are restricted, either one suffices, unless the day of week starts with
//! `+`. This module is the only one that uses croner.
//!
//! Daylight saving: **after the gap, and once**. A slot whose wall time lies in a gap fires at the end of the gap. In a
//! repeated hour a fixed time fires once, in the first pass; an interval fires in every pass.

mod fields;
mod search;

use chrono::{DateTime, Utc};
use croner::Cron;
use croner::parser::CronParser;
use jiff::tz::TimeZone;

use fields::Fields;

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// It does not parse.
    #[error("`{expression}` is not a cron expression: {reason}")]
    Syntax {
        /// As it was given.
        expression: String,
        /// What is wrong with it, and what is allowed there.
        reason: String,
    },
    /// It parses, but no time matches it.
    #[error("`{expression}` never fires after {after}: choose a date that exists, in the future")]
    Unreachable {
        /// As it was given.
        expression: String,
        /// The time from which a match was sought.
        after: DateTime<Utc>,
    },
}

/// A parsed cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronExpression {
    source: String,
    fields: Fields,
    cron: Cron,
}

impl CronExpression {
    /// Parses an expression. `5/15` is read as `5-59/15`, and [`Self::canonical`] writes it so.
    ///
    /// # Errors
    ///
    /// [`CronError::Syntax`]. Whether the expression ever fires is reported by [`Self::next_after`].
    pub fn parse(expression: &str) -> Result<Self, CronError> {
        let refused = |reason| CronError::Syntax { expression: expression.to_owned(), reason };
        let fields = Fields::read(expression).map_err(refused)?;
        let parser = CronParser::new();
        let cron =
            parser.parse(&fields.to_string()).map_err(|error| refused(fields.explain(&parser, &error)))?;
        Ok(Self { source: expression.to_owned(), fields, cron })
    }

    /// Parses an expression and checks that it fires after `now`.
    ///
    /// # Errors
    ///
    /// Both kinds of [`CronError`].
    pub fn validated(expression: &str, zone: &TimeZone, now: DateTime<Utc>) -> Result<Self, CronError> {
        let cron = Self::parse(expression)?;
        cron.next_after(zone, now)?;
        Ok(cron)
    }

    /// The expression as it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same schedule in strict form: macros expanded, names in capitals, open steps given their end.
    pub fn canonical(&self) -> String {
        self.fields.to_string()
    }

    /// Parts that were accepted but are probably not what was meant, a sentence each.
    pub fn warnings(&self) -> &[String] {
        self.fields.warnings()
    }

    /// The first fire strictly after `from`, to the second.
    ///
    /// # Errors
    ///
    /// [`CronError::Unreachable`] if there is none.
    pub fn next_after(&self, zone: &TimeZone, from: DateTime<Utc>) -> Result<DateTime<Utc>, CronError> {
        search::next_after(&self.cron, self.fields.fixed_time(), zone, from)
            .ok_or_else(|| CronError::Unreachable { expression: self.source.clone(), after: from })
    }
}

/// The first fire of `expression` in `zone` strictly after `from`.
///
/// # Errors
///
/// If the expression does not parse, or never fires.
pub fn next_after(
    expression: &str,
    zone: &TimeZone,
    from: DateTime<Utc>,
) -> Result<DateTime<Utc>, CronError> {
    CronExpression::parse(expression)?.next_after(zone, from)
}

#[cfg(test)]
mod tests;
