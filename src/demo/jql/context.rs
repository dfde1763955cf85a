//! The data that a query is resolved with.

use jiff::tz::TimeZone;

use crate::demo::site::State;

/// The state of the site, and the request's sender.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a State,
    pub(crate) zone: &'a TimeZone,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    /// Whether the request is anonymous: it finds nothing, and does not learn whether values exist.
    pub(crate) anonymous: bool,
    /// Projects that a fault makes nonexistent.
    pub(crate) failing: Vec<usize>,
    /// Without validation: values that do not exist match nothing instead of failing the query.
    pub(crate) lenient: bool,
}
